/* The table of commands. */
#include "media/worker.h"
#include "server/admin_commands.h"
#include "server/backup_commands.h"
#include "server/bench_data.h"
#include "server/command.h"
#include "server/derive.h"
#include "server/doctor.h"
#include "server/instance.h"
#include "server/key_commands.h"
#include "server/mail_commands.h"
#include "server/move_commands.h"
#include "server/serve.h"

#include <stdio.h>

static int version(struct arguments *arguments)
{
    (void)arguments;
    printf("steward %s\n", steward_version());
    return 0;
}

static int decode_media(struct arguments *arguments)
{
    const char *trade = argument_option(arguments, "for");

    return media_worker(trade, argument_option(arguments, "try"));
}

const struct command commands[] = {
    { "serve", "[--config FILE] [--listen ADDRESS] [--data DIRECTORY] [--database URL]",
      "Start the server.\nOn first start it prints a one-time link to set it up.", serve },
    { "setup",
      "--controller-name NAME --controller-place PLACE --controller-email ADDRESS --email ADDRESS "
      "[--username NAME] [--workspace-name NAME] [--time-zone ZONE] [--currency CODE] "
      "[--password-file FILE|-]",
      "Set a new server up without the browser.\nSays who answers for it, makes the first "
      "administrator and the first workspace.",
      setup_command },
    { "user",
      "add --email ADDRESS [--username NAME] [--display-name NAME] [--workspace NUMBER] [--admin] "
      "| password --login LOGIN   [--password-file FILE|-] | operator --login LOGIN [--remove]",
      "Make an account, give one a new password, or let one operate the server.\nAn operator sees "
      "the server's checks, backups and security reports; who set it up is one.\nA new password ends every session of the "
      "account. Without --password-file the password is asked for.",
      user_command },
    { "workspace", "add --name NAME --login LOGIN [--time-zone ZONE] [--currency CODE]",
      "Make a workspace; the account becomes its administrator.", workspace_command },
    { "import", "FILE --entity NAME --login LOGIN [--workspace NUMBER] | --instance FILE",
      "Bring a CSV or XLSX file in, or a whole instance.\nColumns of a file are mapped by their "
      "headers; the rows belong to the account; the import can\nbe undone in the app. --instance: "
      "everything that `export --instance` wrote, into an empty\ninstance on either engine, with "
      "the same master key. docs/backup.md says more.",
      move_import_command },
    { "export", "--out DIRECTORY [--workspace NUMBER] | --instance --out FILE [--plain]",
      "Write the records of a workspace as CSV files, or a whole instance as one file.\n"
      "--instance: every row of every kind, and the uploaded files; encrypted with the master key, "
      "or\nwith --plain readable by everybody who has the file.",
      move_export_command },
    { "keys",
      "rotate | add NAME | list | revoke NAME | show | rotate-master | rotate-database | decrypt",
      "Show and change the keys.\nrotate: sign new tokens with a new key; old ones count for "
      "key_grace_hours more.\nadd prints a service key once: with it a program of yours "
      "administers accounts (auth.admin\nof supabase-js) and nothing else; list and revoke keep "
      "them.\nshow: the names of the master keys, and which one the database needs. "
      "rotate-master: a new\nmaster key in the key file, at once; the earlier one stays behind it "
      "for what it sealed.\nrotate-database: write the embedded database anew under a new key; "
      "decrypt: the same,\nplain. Both want the server stopped and room for a second copy.",
      keys_command },
    { "backup", "[--out DIRECTORY] [--list]",
      "Make a backup now, also while the server runs, and verify it.\nOne encrypted file of the "
      "store and the uploaded files, below backup_directory or DIRECTORY.\nIt is restored into a "
      "scratch folder and counted before it gets its name. docs/backup.md says more.",
      backup_command },
    { "restore", "BACKUP --data DIRECTORY [--key-file FILE] [--database URL] [--without-erasures]",
      "Bring a backup back, into an empty directory or an empty PostgreSQL database.\nWhatever it "
      "was made on. What is there already is never overwritten.\n"
      "Who was erased since then is erased again, by erasures.ledger beside the backup.",
      restore_command },
    { "mail", "list | show ID | delete ID | delete --all",
      "Show what waits to be sent.\nWith mail_transport hold, mails stay in the store, sealed, as "
      "long as their links work and at most a\nweek; they are sent once mail_transport is smtp. "
      "show prints one with its link, which is as good as a\npassword: it is written to the audit "
      "log.",
      mail_command },
    { "derive", "WHAT",
      "Print what follows from the declarations.\nWHAT is one of openapi, sqlite, postgresql, "
      "citus, entities, database, labels, settings, data-map;\n`all` writes every one of them into "
      "the tree of the source.",
      derive },
    { "doctor", "[--data DIRECTORY] [--database URL]",
      "Check keys, permissions, disk, clock, TLS and the store, and say what to do.", doctor },
    { "bench-data",
      "[--language en|zh] [--rows SALES] [--shows SHOWS] [--seed N] [--first-day DATE] "
      "[--out DIRECTORY | --into WORKSPACE]",
      "Make a year of a seller's shows and sales.\nThe same seed gives the same files; without "
      "options they are those of examples/.\n--into writes rows straight into a workspace of the "
      "store, for measuring.",
      bench_data },
    { "media-worker", "[--for pictures|paper] [--try WHAT]",
      "Decode pictures or set pages for the server, which starts this by itself.\n--try does in its sandbox what "
      "a hostile picture might: open, connect, fork, exec, kill, code or memory.",
      decode_media, .is_bare = true },
    { "version", "", "Print the version.", version },
    { 0 },
};
