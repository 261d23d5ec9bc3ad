/* Stands in the build for the parts of auth-js that this app never calls (vite.config.ts): keys and
   wallets instead of passwords, and administration, which the server does by its own functions. */

const none = () => {
    throw new Error("not part of this build");
};

/* The client makes one of each as it starts. */
function Unused() {
    /* nothing to hold */
}

/* Of administration the client itself needs one call: to end sessions of its own user. A session
   that is over already is no fault. */
class OwnSessions {
    constructor({ url, headers, fetch }) {
        Object.assign(this, { url, headers, fetch });
    }

    async signOut(token, scope = "global") {
        const headers = { ...this.headers, Authorization: `Bearer ${token}` };
        try {
            const { ok, status } = await this.fetch(`${this.url}/logout?scope=${scope}`, { method: "POST", headers });
            const isOver = ok || status === 401 || status === 403 || status === 404;
            return { data: null, error: isOver ? null : Object.assign(new Error("not signed out"), { status }) };
        } catch (error) {
            return { data: null, error };
        }
    }
}

export {
    OwnSessions as default,
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
