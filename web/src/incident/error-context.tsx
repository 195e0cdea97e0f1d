import type { ReactNode } from "react";
import type { ErrorRow } from "../api/incidents.ts";
import { contextRows } from "./context-rows.ts";

/** What the executor told along with the latest error. */
export function ErrorContext({ error }: { error: ErrorRow }): ReactNode {
  const rows = contextRows(error);
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 font-semibold">Reported with the latest error</h3>
      <table className="w-full text-left">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name} className="border-b border-line align-top last:border-0">
              <th scope="row" className="w-1/3 py-1 pr-3 font-normal text-muted wrap-anywhere">{name}</th>
              <td className="py-1 wrap-anywhere">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
