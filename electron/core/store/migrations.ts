/** How a profile's database came to its present form. */

/** Each entry migrates a database from the version before it; entries are never changed. */
export const migrations: readonly string[] = [
  `CREATE TABLE ledger (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed')),
     original TEXT,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE sync (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     started_at TEXT NOT NULL,
     report TEXT
   ) STRICT;
   CREATE TABLE change (
     sync INTEGER NOT NULL REFERENCES sync (id) ON DELETE CASCADE,
     jid TEXT NOT NULL,
     action TEXT NOT NULL,
     before TEXT,
     after TEXT,
     outcome TEXT NOT NULL,
     PRIMARY KEY (sync, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE evidence (
     account TEXT PRIMARY KEY,
     unversioned_at TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE book_source (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     address TEXT NOT NULL,
     username TEXT NOT NULL
   ) STRICT;
   CREATE TABLE book (
     id INTEGER PRIMARY KEY,
     url TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL,
     path TEXT NOT NULL,
     home TEXT,
     sync_token TEXT,
     ctag TEXT
   ) STRICT;
   CREATE TABLE card (
     -- AUTOINCREMENT: an id is never given twice, so that it stands for one text of one card.
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     book INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     etag TEXT NOT NULL,
     text TEXT NOT NULL,
     UNIQUE (book, name)
   ) STRICT;`,
  `CREATE TABLE ledger_with_pending (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('intended', 'confirmed', 'leaving')),
     original TEXT,
     pending TEXT,
     overruled INTEGER NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO ledger_with_pending
     SELECT account, jid, name, groups, state, original, NULL, 0 FROM ledger;
   DROP TABLE ledger;
   ALTER TABLE ledger_with_pending RENAME TO ledger;
   -- The sync that this one takes back; until it is released, no sync runs by itself.
   ALTER TABLE sync ADD COLUMN undoes INTEGER;
   ALTER TABLE sync ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
   -- What the ledger said before the change; what was recorded without it cannot be undone.
   DELETE FROM change;
   ALTER TABLE change ADD COLUMN ledger TEXT;
   CREATE TABLE refusal (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     after TEXT,
     condition TEXT NOT NULL,
     text TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE taken_off (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     group_name TEXT NOT NULL,
     back_at TEXT,
     PRIMARY KEY (account, jid, group_name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE openfire_groups (
     account TEXT PRIMARY KEY,
     groups TEXT NOT NULL
   ) STRICT;
   CREATE TABLE member_profile (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT,
     name_from TEXT,
     avatar_type TEXT,
     avatar TEXT,
     ask_again_at TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE remote_request (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('fetch', 'refresh')),
     report TEXT NOT NULL
   ) STRICT;
   -- The last roster set that was refused as by a remote roster.
   CREATE TABLE remote_refusal (
     account TEXT PRIMARY KEY,
     at TEXT NOT NULL,
     condition TEXT NOT NULL
   ) STRICT;`,
  `-- The roster that Rolodial keeps itself, as a service: its items, and its document as it was last served.
   CREATE TABLE served_item (
     account TEXT NOT NULL,
     jid TEXT NOT NULL,
     name TEXT NOT NULL,
     groups TEXT NOT NULL,
     PRIMARY KEY (account, jid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE served_import (
     account TEXT PRIMARY KEY,
     at TEXT NOT NULL,
     source TEXT NOT NULL CHECK (source IN ('roster', 'file')),
     items INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE served_document (
     account TEXT PRIMARY KEY,
     built_at TEXT NOT NULL,
     -- Names this text alone: the ETag.
     tag TEXT NOT NULL,
     text TEXT NOT NULL,
     items INTEGER NOT NULL,
     -- Items have changed since it was built.
     stale INTEGER NOT NULL,
     -- The tag that the server was last told of.
     announced TEXT
   ) STRICT;`,
  `-- Every sync and undo that was tried; without an outcome until it has ended.
   CREATE TABLE attempt (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     what TEXT NOT NULL CHECK (what IN ('sync', 'undo')),
     by_schedule INTEGER NOT NULL,
     started_at TEXT NOT NULL,
     ended_at TEXT,
     outcome TEXT,
     problem TEXT
   ) STRICT;`,
  `-- What a read has found besides cards: when all of a book was compared last, and what tells it from another.
   ALTER TABLE book ADD COLUMN compared_at TEXT;
   ALTER TABLE book ADD COLUMN identity TEXT;
   -- When a doubtful answer led to a comparison that found nothing.
   ALTER TABLE book ADD COLUMN doubted_at TEXT;
   ALTER TABLE book ADD COLUMN set_back_at TEXT;
   ALTER TABLE book ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE book ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
   -- The server does not list it any more: noticed, or kept because the user said so.
   ALTER TABLE book ADD COLUMN absence TEXT CHECK (absence IN ('noticed', 'kept'));
   ALTER TABLE book_source ADD COLUMN homes TEXT NOT NULL DEFAULT '[]';
   -- Cards that are there and could not be read, to be tried again.
   CREATE TABLE unread_card (
     book INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     href TEXT NOT NULL,
     etag TEXT NOT NULL,
     reason TEXT NOT NULL,
     -- The order in which they are to be tried again.
     position INTEGER NOT NULL,
     PRIMARY KEY (book, name)
   ) STRICT, WITHOUT ROWID;
   -- Books that are not read unless they are named, and of which the user has been told.
   CREATE TABLE left_out_book (
     url TEXT PRIMARY KEY
   ) STRICT, WITHOUT ROWID;`,
  `-- What the server keeps in the place of our name and groups, where it changes them.
   ALTER TABLE ledger ADD COLUMN stored TEXT;`,
  `-- Books that were not there any more and that the user has let go; the settings may still name them.
   CREATE TABLE let_go_book (
     url TEXT PRIMARY KEY
   ) STRICT, WITHOUT ROWID;`,
];
