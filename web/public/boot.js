/* Runs before the first paint, so that neither a white flash nor the wrong language is seen. */
(function () {
    function kept(name) {
        try {
            return localStorage.getItem(name);
        } catch {
            return null;
        }
    }
    var scheme = kept("steward.scheme") || "auto";
    if (scheme === "auto") scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
    var language = kept("steward.language") || navigator.language || "en";
    document.documentElement.lang = language.toLowerCase().indexOf("zh") === 0 ? "zh-CN" : "en";
})();
