package org.quietus.format;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file of records in its order, copies what stays, and counts and digests it. A record that
 * cannot be read stays as it is and stops itself alone.
 */
public final class RecordCopy {
  private static final byte[] NO_HEAD = {};

  private final RowSource source;
  private final Copying out;
  private final RowDecider decider;
  private final boolean wanted;
  private final RowTallies tallies;
  private final RowTally tally;
  private final @Nullable MessageDigest rest;
  private Unread unread = Unread.NOTHING;
  private long bytesIn;
  private long bytesOut;

  /** To the place of the copy, as the decider has it. */
  public RecordCopy(RowSource source, Copying out, RowDecider decider) throws IOException {
    this(source, out, decider, true);
  }

  private RecordCopy(RowSource source, Copying out, RowDecider decider, boolean digesting)
      throws IOException {
    this.source = source;
    this.out = out;
    this.decider = decider;
    this.wanted = decider.wants(source);
    this.tallies = new RowTallies(digesting);
    this.tally = tallies.of(source.table());
    this.rest = digesting ? Sha256.begin() : null;
  }

  /** To nowhere, for a scan. */
  public static RecordCopy shownTo(RowVisitor visitor, RowSource source) throws IOException {
    return new RecordCopy(
        source, Copying.to(OutputStream.nullOutputStream()), RowDecider.keeping(visitor), false);
  }

  /** The bytes of a record with other values, by column. */
  public interface Changed {
    byte[] with(Map<String, @Nullable Object> values) throws IOException;
  }

  /** Whether records are decided on; else they are all {@link #passed}. */
  public boolean isWanted() {
    return wanted;
  }

  /** How many bytes of the file have been taken. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Takes bytes that belong to no record, or to one that is not decided on. */
  public void passed(byte[] bytes, int from, int to) throws IOException {
    bytesIn += to - from;
    if (rest != null) {
      rest.update(bytes, from, to - from);
    }
    stays(bytes, from, to);
  }

  /** Shows a text that belongs to no record, and is passed as well. */
  public void beside(Beside place, String text) throws IOException {
    decider.beside(place, text);
  }

  /** Notes that a record, or what belongs to none, cannot be read; it is passed as well. */
  public void unread(long line, String why) {
    unread = unread.plus("line " + line + ": " + why);
  }

  /** Takes a record that stays as an earlier reading has shown; false if that is not known. */
  public boolean knownToStay(byte[] bytes, int from, int to) throws IOException {
    if (!decider.isKnownToStay(bytesIn)) {
      return false;
    }
    bytesIn += to - from;
    tally.kept(NO_HEAD, bytes, from, to);
    stays(bytes, from, to);
    return true;
  }

  /** Takes one record with its line end. */
  public void record(Row row, byte[] bytes, int from, int to, Changed changed) throws IOException {
    bytesIn += to - from;
    Decision decision = decider.decide(row);
    if (decision instanceof Decision.Drop) {
      tally.dropped();
      out.goes(bytes, from, to);
    } else if (decision instanceof Decision.Change change) {
      change.values().keySet().forEach(this::requireLookedFor);
      byte[] other = changed.with(change.values());
      tally.changed(NO_HEAD, other);
      out.goes(bytes, from, to);
      out.comes(other, 0, other.length);
      bytesOut += other.length;
    } else {
      tally.kept(NO_HEAD, bytes, from, to);
      stays(bytes, from, to);
    }
  }

  private void requireLookedFor(String column) {
    if (!source.columns().contains(column)) {
      throw new IllegalArgumentException("no path '" + column + "' is looked for");
    }
  }

  private void stays(byte[] bytes, int from, int to) throws IOException {
    out.stays(bytes, from, to);
    bytesOut += to - from;
  }

  /** What the whole file showed, once all of it has been taken. */
  public Reading reading() {
    return new Reading(new DumpSchema(Set.of(), Set.of(source)), Ending.UNPROVEN, bytesIn, unread);
  }

  /** What was done, once all of it has been taken. */
  public RewriteReport report() {
    return new RewriteReport(
        reading(), tallies.byTable(), bytesOut, rest == null ? "" : Sha256.hex(rest));
  }
}
