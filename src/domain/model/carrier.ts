/** The name of a telephone carrier whose numbers we rent and whose webhooks we answer: `twilio`, `simulated`. */
export type Carrier = string;
