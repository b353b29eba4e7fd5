// The clients for Node. Reads one job a line, runs all jobs at the same time, answers one line for each when it has
// ended: what the client told of failures, as text.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Analytics: Segment } = require("@segment/analytics-node");
const { PostHog } = require("posthog-node");
const Rudder = require("@rudderstack/rudder-sdk-node");
const amplitudeNode = require("@amplitude/analytics-node");

const senders = { segment, posthog, rudderstack, amplitude };

async function segment({ address, key, people, properties, batch }, told) {
  const client = new Segment({ writeKey: key, host: address, flushAt: batch, flushInterval: 50, maxRetries: 4 });
  client.on("error", (error) => told.push(`${error.code}: ${error.reason}`));
  for (const userId of people) {
    client.track({ userId, event: "opened", properties, context: { groupId: "acme" } });
  }
  await client.closeAndFlush({ timeout: 60_000 });
}

async function posthog({ address, key, people, properties, batch }, told) {
  const client = new PostHog(key, { host: address, flushAt: batch, maxBatchSize: batch, flushInterval: 50 });
  client.on("error", (error) => told.push(String(error)));
  for (const distinctId of people) {
    client.capture({ distinctId, event: "opened", properties, groups: { company: "acme" } });
  }
  await client.shutdown(60_000);
}

async function rudderstack({ address, key, people, properties, batch }, told) {
  // Without an error handler a failure is an unhandled rejection, which ends the process.
  const errorHandler = (error) => told.push(String(error));
  const client = new Rudder(key, { dataPlaneUrl: address, flushAt: batch, errorHandler, logLevel: "none" });
  for (const userId of people) {
    client.track({ userId, event: "opened", properties, context: { groupId: "acme" } });
  }
  while (client.queue.length > 0) {
    await client.flush();
  }
  await client.flush();
}

async function amplitude({ address, key, people, properties, batch }, told) {
  const client = amplitudeNode.createInstance();
  const settings = { serverUrl: `${address}/2/httpapi`, flushQueueSize: batch, flushIntervalMillis: 50, logLevel: 0 };
  await client.init(key, { ...settings, flushMaxRetries: 6 }).promise;
  const sent = people.map((user_id) =>
    client.track("opened", properties, { user_id, groups: { company: "acme" } }).promise,
  );
  for (const result of await Promise.all(sent)) {
    if (result.code !== 200) {
      told.push(`${result.code}: ${result.message}`);
    }
  }
}

async function run({ number, client, ...job }) {
  const told = [];
  try {
    await senders[client](job, told);
  } catch (error) {
    told.push(String(error));
  }
  process.stdout.write(JSON.stringify({ number, told }) + "\n");
}

// What a client writes to the console must not stand between the answers.
console.log = console.info = console.debug = console.error;
createInterface({ input: process.stdin }).on("line", (line) => run(JSON.parse(line)));
process.stdout.write(JSON.stringify({ number: 0, told: [] }) + "\n");
