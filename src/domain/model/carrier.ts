/** The name of a carrier: `twilio`, `simulated`, or one of your own. */
export type Carrier = string;
