// Takes the place of @supabase/storage-js in the bundle: the app stores no files, and what it does not load starts sooner.

export class StorageClient {}

export class StorageApiError extends Error {}
