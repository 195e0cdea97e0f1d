/** `before accept_fix`, `after reload`: a database function or the executor's reload, and whether it has been carried out. */
export type Moment = `${"before" | "after"} ${string}`;

/** Told of each moment as it comes; says whether the functions have died of it, so that nothing follows. */
export type OnMoment = (moment: Moment) => Promise<boolean>;
