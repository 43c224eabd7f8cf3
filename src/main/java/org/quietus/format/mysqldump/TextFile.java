package org.quietus.format.mysqldump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpSchema;
import org.quietus.format.Ending;
import org.quietus.format.LiteralKeeper;
import org.quietus.format.Output;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowVisitor;
import org.quietus.format.Share;
import org.quietus.format.UnsupportedDump;

/** A small file of a dump that has no rows; it is held in memory, each byte as a character. */
class TextFile implements DumpFormat {
  private static final int LARGEST = 64 << 20;

  private final UnaryOperator<String> rewriting;

  /** One that stays as it is. */
  TextFile() {
    this(UnaryOperator.identity());
  }

  /** One that is rewritten so, whatever is decided on rows. */
  TextFile(UnaryOperator<String> rewriting) {
    this.rewriting = rewriting;
  }

  /** Reads such a file. */
  static String read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Share.atMost(LARGEST) + 1);
    Share.require(bytes.length);
    if (bytes.length > LARGEST) {
      throw new UnsupportedDump("a file without rows is larger than 64 MiB", LARGEST);
    }
    return new String(bytes, ISO_8859_1);
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    return reading(read(in));
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    String before = read(in);
    byte[] old = before.getBytes(ISO_8859_1);
    byte[] after = rewriting.apply(before).getBytes(ISO_8859_1);
    Output output = Output.to(out);
    if (Arrays.equals(old, after)) {
      output.stays(old, 0, old.length);
    } else {
      output.goes(old, 0, old.length);
      output.comes(after);
    }
    return new RewriteReport(reading(before), new TreeMap<>(), output.bytes(), output.restSha256());
  }

  /** Whether it says from which position binary logs go on from the dump. */
  boolean isPositioned(String text) throws IOException {
    return false;
  }

  private Reading reading(String text) throws IOException {
    DumpSchema schema = new DumpSchema(Set.of(), Set.of(), Map.of(), Set.of(), isPositioned(text));
    return new Reading(schema, Ending.TRAILER, text.length());
  }

  @Override
  public RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public String howToShowTheEnd() {
    return MydumperDump.END;
  }
}
