/* The files of a data directory, every kind of them: a test compares this table with the disk. */
#include "server/products.h"

const struct file_kind product_file_kinds[] = {
    { .name = "database",
      .where = "steward.db*",
      .owner = "the workspace or account that each row belongs to",
      .purpose = "holds the rows of the tables below",
      .basis = CONTRACT,
      .kept = "as each table says",
      .exported = "the data API, `steward export`",
      .erased = "as each table says" },
    { .name = "uploaded file",
      .where = "blobs/*/*/*",
      .owner = "the workspace of its row in storage_object; who uploaded it",
      .purpose =
          "keeps the content of a file, encrypted under a key of its own; in the object store "
          "instead when `s3_endpoint` is set",
      .basis = CONTRACT,
      .kept = "until its row is deleted",
      .exported = "/storage/v1/object/{bucket}/{path}",
      .erased =
          "deleted with its row: the sweep removes the bytes within minutes, and what a deleted "
          "workspace had within hours" },
    { .name = "upload under way",
      .where = "blobs/staged/*",
      .owner = "the account that uploads",
      .purpose = "collects a file until it is whole, encrypted from the first byte; a photo of a "
                 "record under a key that only the memory of the process has, so that place and "
                 "device of the camera can be read by nobody afterwards",
      .basis = CONTRACT,
      .kept = "until it is whole, at most a day",
      .exported = "none: it is no file yet",
      .erased = "DELETE of the upload, or the sweep after a day" },
    { .name = "mail",
      .where = "mail_directory/*",
      .owner = "the person it is addressed to",
      .purpose = "hands mails to another program, where the operator asks for it (`mail_transport` "
                 "directory); outside of the data and of the backups",
      .basis = CONTRACT,
      .kept = "until the operator takes it away",
      .exported = "the file itself (.eml)",
      .erased = "by the operator" },
    { 0 },
};
