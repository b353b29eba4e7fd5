// What a test asks of a client in a web page: one person does something several times.
import { AnalyticsBrowser } from "@segment/analytics-next";
import * as amplitudeBrowser from "@amplitude/analytics-browser";
import posthogBrowser from "posthog-js";

const senders = { segment, posthog, amplitude };

async function segment({ address, key, person, times }) {
  const { host, protocol } = new URL(address);
  const settings = { apiKey: key, apiHost: `${host}/v1`, protocol: protocol.slice(0, -1) };
  const cdnSettings = { integrations: { "Segment.io": settings } };
  const analytics = AnalyticsBrowser.load({ writeKey: key, cdnSettings });
  await analytics.identify(person);
  for (let time = 0; time < times; time++) {
    await analytics.track("opened", { time }, { context: { groupId: "acme" } });
  }
}

async function posthog({ address, key, person, times }) {
  posthogBrowser.init(key, { api_host: address, advanced_disable_flags: true, disable_session_recording: true });
  posthogBrowser.identify(person);
  posthogBrowser.group("company", "acme");
  for (let time = 0; time < times; time++) {
    posthogBrowser.capture("opened", { time });
  }
}

async function amplitude({ address, key, person, times }) {
  const settings = { serverUrl: `${address}/2/httpapi`, autocapture: false, fetchRemoteConfig: false };
  await amplitudeBrowser.init(key, person, settings).promise;
  amplitudeBrowser.setGroup("company", "acme");
  for (let time = 0; time < times; time++) {
    amplitudeBrowser.track("opened", { time });
  }
}

const { client, ...job } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
await senders[client](job);
