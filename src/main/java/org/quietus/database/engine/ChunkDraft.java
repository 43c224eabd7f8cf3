package org.quietus.database.engine;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.quietus.policy.TableName;
import org.quietus.target.GoneKey;
import org.quietus.target.KeptRows;
import org.quietus.target.LedgerLine;
import org.quietus.target.LeftRow;
import org.quietus.target.NamedObject;
import org.quietus.target.RowCounts;

/**
 * What a chunk has done so far: its ledger lines, and the tokens of the rows it changed.
 *
 * <p>The chunk's digest is SHA-256 over its {@linkplain RowTokens tokens} in ascending order. So an
 * auditor who is given the key can recompute the digest from a list of rows, and nobody can get
 * from the digest to a row.
 */
final class ChunkDraft {
  private final RowTokens names;
  private final Map<String, LedgerLine> changed = new LinkedHashMap<>();
  private final List<LedgerLine> others = new ArrayList<>();
  private final List<byte[]> tokens = new ArrayList<>();
  private final List<LeftRow> left = new ArrayList<>();
  private final Set<Refused> refused = new HashSet<>();
  private final List<GoneKey> gone = new ArrayList<>();
  private final List<NamedObject> named = new ArrayList<>();
  private @Nullable ChunkPersons persons;

  private record Refused(TableName table, RowValues key, String why) {}

  ChunkDraft(byte[] blinding) {
    this.names = new RowTokens(blinding);
  }

  /** Rows were changed, or found gone. */
  void add(TableName table, String method, RowCounts counts) {
    if (!counts.equals(RowCounts.NONE)) {
      changed.merge(
          table + " " + method,
          LedgerLine.of(table, method, counts),
          (one, two) -> LedgerLine.of(table, method, one.counts().plus(two.counts())));
    }
  }

  /** Rows were left where they are on a lawful basis. */
  void kept(TableName table, long rows, KeptRows basis) {
    if (rows > 0) {
      others.add(LedgerLine.kept(table, RowCounts.ofKept(rows), basis));
    }
  }

  /** A row could not be changed; it is noted once, by however many paths it is reached. */
  void refused(Member member, RowValues key, String why) {
    if (!refused.add(new Refused(member.table(), key, why))) {
      return;
    }
    names
        .of(member, List.of(key))
        .forEach(token -> left.add(new LeftRow(LeftRow.Kind.REFUSED, member.table(), why, token)));
  }

  /** Rows stay because others reference them; how many, their tokens tell. */
  void shared(Member member, List<RowValues> keys) {
    if (!keys.isEmpty()) {
      TableName table = member.table();
      others.add(LedgerLine.kept(table, RowCounts.NONE, KeptRows.SHARED_WITH_OTHERS));
      names
          .of(member, keys)
          .forEach(token -> left.add(new LeftRow(LeftRow.Kind.SHARED, table, "", token)));
    }
  }

  /** The persons whose rows the chunk changes. */
  ChunkPersons persons(RowReader reader) {
    if (persons == null) {
      persons = new ChunkPersons(reader);
    }
    return persons;
  }

  List<LeftRow> left() {
    return List.copyOf(left);
  }

  /** Whether any row was changed. */
  boolean isAnyChanged() {
    return changed.values().stream().anyMatch(line -> line.counts().changed() > 0);
  }

  /** Notes the rows whose change {@link #add} counted. */
  void changed(Member member, List<RowValues> keys) {
    tokens.addAll(names.of(member, keys));
  }

  /** Notes keys of rows that were deleted, by which others may come to hang on them. */
  void gone(Collection<GoneKey> keys) {
    gone.addAll(keys);
  }

  /** Notes objects that rows named which are changed. */
  void named(List<NamedObject> objects) {
    named.addAll(objects);
  }

  List<NamedObject> named() {
    return List.copyOf(named);
  }

  List<GoneKey> gone() {
    return List.copyOf(gone);
  }

  List<byte[]> tokens() {
    return List.copyOf(tokens);
  }

  long changedRows() {
    return changed.values().stream().mapToLong(line -> line.counts().changed()).sum();
  }

  List<LedgerLine> lines() {
    List<LedgerLine> lines = new ArrayList<>(changed.values());
    lines.addAll(others);
    return lines;
  }

  byte[] digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] token : RowTokens.inOrder(tokens)) {
        sha.update(token);
      }
      return sha.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
