/* Stands in the build for the parts of auth-js that this app never calls (vite.config.ts): keys and
   wallets instead of passwords, and administration, which the server does by its own functions. */

const none = () => {
    throw new Error("not part of this build");
};

/* The client makes one of each as it starts. */
function Unused() {
    /* nothing to hold */
}

export {
    Unused as default,
    Unused as WebAuthnApi,
    none as browserSupportsWebAuthn,
    none as createCredential,
    none as createSiweMessage,
    none as deserializeCredentialCreationOptions,
    none as deserializeCredentialRequestOptions,
    none as fromHex,
    none as getAddress,
    none as getCredential,
    none as serializeCredentialCreationResponse,
    none as serializeCredentialRequestResponse,
    none as toHex,
    none as webAuthnAbortService,
};
