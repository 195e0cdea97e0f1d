import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadConfig } from "./api/config.ts";
import { openClient } from "./api/supabase.tsx";
import { App } from "./app/app.tsx";
import { keepArrival } from "./session/arrival.ts";
import "./styles.css";

// First of all: what fails later leaves no token in the address.
keepArrival();
const element = document.getElementById("root");
if (element === null) throw new Error("The page has no #root");
const root = createRoot(element);
const show = (content: ReactNode): void => root.render(<StrictMode>{content}</StrictMode>);

try {
  show(<App client={openClient(await loadConfig())} />);
} catch (error) {
  // Nothing works without it, so it is said as it is: who sees this has just set the app up.
  show(
    <main className="mx-auto max-w-2xl p-6">
      <h1 className="mb-2 text-xl font-semibold">The app is not set up</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
    </main>,
  );
}
