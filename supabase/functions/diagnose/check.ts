/** One thing that was looked at. What it says holds no secret and no text of a stranger. */
export interface Check {
  name: string;
  /** What is wrong; `off` where something optional is not set up; null where nothing is. */
  code: string | null;
  /** A number or a name that belongs to the code. */
  detail?: string | undefined;
}

export type Env = (name: string) => string | undefined;

export const check = (name: string, code: string | null, detail?: string): Check => ({
  name,
  code,
  ...(detail === undefined ? {} : { detail }),
});
