// Values that the examples of the API reference share.
export const TRADER = "9b1d6f4e-3c52-4d0a-9a75-2b8c1e0f7a31";
export const INCIDENT = "5a0c2d9e-7f41-4b6b-8d13-6e9f0a2c4b58";
export const FIX = "d3f1a7c2-0b64-4e8e-9c1a-7f2e5b8d6a90";
export const VERSION = "71e4c0b9-5d2f-4a3b-8e67-0c9d1f3a5b82";
export const CODE_HASH = "0f4b1c7e5a2d8f36b9c0e7a4d1f85b2c6e93a0d7f4b18c5e2a69d0f3b7c41e85";
const OTHER = "2c8e5f70-1a94-4d36-b0e2-9f7a3c6d8b14";

export const DEPLOYMENT = {
  id: OTHER,
  trader_id: TRADER,
  version_id: VERSION,
  version: 4,
  code_sha256: CODE_HASH,
  fix_id: FIX,
  status: "deployed",
  reason: null,
  error: null,
  next: "watch",
  attempts: 1,
  next_attempt_at: "2026-11-28T20:39:50.831Z",
  live_since: "2026-11-28T20:39:51.054Z",
  confirmed_at: "2026-11-28T20:39:51.054Z",
  watch_until: "2026-11-28T20:54:51.054Z",
  is_automatic: false,
  is_validated: true,
  request_reason: null,
  created_at: "2026-11-28T20:39:50.831Z",
};
