// The built client is a script; what it leaves behind, as the module that snippets import.
import "/packages/@amplitude/analytics-browser/lib/scripts/amplitude-min.js";

export const { createInstance, init, identify, setGroup, setUserId, track } = globalThis.amplitude;
