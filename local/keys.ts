// The keys that every `supabase start` prints: public by nature, good for loopback alone.
export const PUBLISHABLE_KEY = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";
export const SECRET_KEY = "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz";
export const JWT_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long";
export const DB_PASSWORD = "postgres";
