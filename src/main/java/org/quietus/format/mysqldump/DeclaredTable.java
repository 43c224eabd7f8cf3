package org.quietus.format.mysqldump;

import java.time.ZoneId;
import java.util.Optional;
import org.quietus.format.DumpTable;

/**
 * A table as one file of a dump declares it, with what that says of the files of its rows.
 *
 * @param client the character set of the file; empty where it says none
 * @param zone of TIMESTAMP values; empty where the file sets none
 */
record DeclaredTable(
    DumpTable table, ColumnCharsets charsets, Optional<String> client, Optional<ZoneId> zone) {}
