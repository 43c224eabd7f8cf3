package org.quietus.format.mysqldump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.DumpFiles;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/** What the names of mydumper's files mean, which may hold dots and hyphens of their own. */
record MydumperNames(DumpFiles files, Optional<String> home) {
  static final String STRUCTURE = "-schema.sql";
  private static final String DATABASE = "-schema-create.sql";
  private static final Pattern CHUNK = Pattern.compile("(.+)\\.\\d+");
  private static final Pattern CREATED =
      Pattern.compile(
          "(?is).*?CREATE\\s+DATABASE\\s+(?:/\\*.*?\\*/\\s*)?(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:`((?:[^`]|``)+)`|\"([^\"]+)\"|(\\w+)).*");

  /** Whether a file of that name is there, however it is compressed. */
  boolean has(String plain) {
    return FolderDump.find(files, plain).isPresent();
  }

  /**
   * What the files of the table begin with whose rows a file has, given without its ending: the
   * number of a part may stand behind it, or two.
   */
  Optional<String> tableOf(String stem) throws UnsupportedDump {
    List<String> found = new ArrayList<>();
    Optional<String> rest = Optional.of(stem);
    while (rest.isPresent()) {
      rest.filter(name -> has(name + STRUCTURE)).ifPresent(found::add);
      rest = rest.map(CHUNK::matcher).filter(Matcher::matches).map(chunk -> chunk.group(1));
    }
    if (found.size() > 1) {
      throw new UnsupportedDump("it may be of two tables, by its name", 0);
    }
    return found.stream().findFirst();
  }

  /** The database that a table is in whose files begin so. */
  String database(String table) throws IOException {
    List<String> possible =
        files.names().stream()
            .map(FolderDump::plain)
            .filter(name -> name.endsWith(DATABASE))
            .map(name -> name.substring(0, name.length() - DATABASE.length()))
            .filter(name -> table.startsWith(name + "."))
            .distinct()
            .toList();
    if (possible.size() > 1) {
      throw new UnsupportedDump("it may be of two databases, by its name", 0);
    }
    int dot = table.indexOf('.');
    if (possible.isEmpty() && dot < 0) {
      throw new UnsupportedDump("its name tells no database", 0);
    }
    if (possible.isEmpty()) {
      return table.substring(0, dot);
    }
    String name = possible.get(0);
    String file = FolderDump.find(files, name + DATABASE).orElseThrow();
    Matcher created = CREATED.matcher(files.read(file, MydumperNames::utf8));
    if (!created.matches()) {
      return name;
    }
    return created.group(1) != null
        ? created.group(1).replace("``", "`")
        : created.group(2) != null ? created.group(2) : created.group(3);
  }

  /** The one table that the files declare which begin so. */
  DeclaredTable declared(String table) throws IOException {
    Optional<String> file = FolderDump.find(files, table + STRUCTURE);
    if (file.isEmpty()) {
      throw new Truncated(
          "its rows have no file with their CREATE TABLE beside them ('DB.TABLE-schema.sql'), or"
              + " two; put the folder back as mydumper wrote it",
          0);
    }
    Mysqldump structure = part(table, List.of());
    List<DeclaredTable> declared = files.readAll(file.get(), structure::declared);
    if (declared.size() != 1) {
      throw new UnsupportedDump(
          "the file beside it ('DB.TABLE-schema.sql') does not declare one table", 0);
    }
    return declared.get(0);
  }

  /** A file of a table, {@code declared} being what others say of it. */
  Mysqldump part(String table, List<DeclaredTable> declared) throws IOException {
    return Mysqldump.part(
        home,
        new Mysqldump.Part(Session.Kind.UNCONVERTED, Optional.of(database(table)), declared, true));
  }

  private static String utf8(InputStream content) throws IOException {
    return new String(TextFile.read(content).getBytes(ISO_8859_1), UTF_8);
  }
}
