// The built client is a script; what it leaves behind, as the module that snippets import.
import "/packages/@segment/analytics-next/dist/umd/index.js";

export const { AnalyticsBrowser } = globalThis.AnalyticsNext;
