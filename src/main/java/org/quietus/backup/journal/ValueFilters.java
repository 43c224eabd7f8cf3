package org.quietus.backup.journal;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.backup.KeyTokens;
import org.quietus.objectstore.Pin;
import org.quietus.request.SealingKey;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is known from one run to the next of the values in each object version of a set: keyed
 * digests in pages, and sealed the texts that belong to no record; inside the caller's transaction.
 */
public final class ValueFilters {
  private static final int AT_ONCE = 100;
  private static final String INSERT =
      "INSERT INTO quietus.value_filter (job, set_name, version_token, page_no, epoch, form,"
          + " page_bits, digests, content, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String OF_SET = " WHERE job = ? AND set_name = ?";

  private final JdbcTemplate jdbc;
  private final KeyTokens tokens;
  private final SealingKey key;
  private final String job;
  private final String set;

  /** {@code tokens} are under a key that stays the same from run to run. */
  public ValueFilters(JdbcTemplate jdbc, KeyTokens tokens, SealingKey key, String job, String set) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.key = key;
    this.job = job;
    this.set = set;
  }

  /**
   * What was noted of a version.
   *
   * @param epoch of the key that its digests were made under
   * @param form which values they are of, and how these are compared
   * @param pageBits how many bits of a digest say in which page it is
   * @param first its first page
   * @param texts that belong to no record
   */
  public record Filter(int epoch, String form, int pageBits, Page first, List<String> texts) {}

  /** A page with so many digests. */
  public record Page(int number, int digests, byte[] content) {}

  /** What is known of a version; empty if nothing is, or what is cannot be opened. */
  public Optional<Filter> of(Pin version) {
    return jdbc
        .query(
            "SELECT * FROM quietus.value_filter"
                + OF_SET
                + " AND version_token = ? AND page_no = 0",
            (row, n) -> filter(row, version),
            job,
            set,
            token(version))
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Filter> filter(ResultSet row, Pin version) throws SQLException {
    List<String> texts;
    try {
      texts = texts(key.open(row.getBytes("sealed"), context(version)));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Filter(
            row.getInt("epoch"), row.getString("form"), row.getInt("page_bits"), page(row), texts));
  }

  private static Page page(ResultSet row) throws SQLException {
    return new Page(row.getInt("page_no"), row.getInt("digests"), row.getBytes("content"));
  }

  /** Some pages of a version; those without a digest are left out. */
  public List<Page> pages(Pin version, Collection<Integer> numbers) {
    List<Integer> all = List.copyOf(numbers);
    List<Page> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Object> binds = new ArrayList<>(List.of(job, set, token(version)));
      List<Integer> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      binds.addAll(some);
      pages.addAll(
          jdbc.query(
              "SELECT page_no, digests, content FROM quietus.value_filter"
                  + OF_SET
                  + " AND version_token = ? AND page_no IN ("
                  + String.join(", ", Collections.nCopies(some.size(), "?"))
                  + ")",
              (row, n) -> page(row),
              binds.toArray()));
    }
    return pages;
  }

  /**
   * Notes pages of a version but the first. As long as it lacks that, nothing is known of the
   * version.
   */
  public void add(Pin version, Filter filter, List<Page> pages) {
    jdbc.batchUpdate(
        INSERT, pages.stream().map(page -> binds(version, filter, page, new byte[0])).toList());
  }

  private Object[] binds(Pin version, Filter filter, Page page, byte[] sealed) {
    return new Object[] {
      job,
      set,
      token(version),
      page.number(),
      filter.epoch(),
      filter.form(),
      filter.pageBits(),
      page.digests(),
      page.content(),
      sealed
    };
  }

  /** Notes a version's first page, once the others are noted. */
  public void complete(Pin version, Filter filter) {
    jdbc.update(
        INSERT,
        binds(version, filter, filter.first(), key.seal(bytes(filter.texts()), context(version))));
  }

  /** Forgets what is known of a version. */
  public void forget(Pin version) {
    remove(token(version));
  }

  /** Forgets what is known of all versions but these, which their tokens tell. */
  public void keepOnly(Predicate<String> versions) {
    new VersionRows(jdbc, job, set).keepOnly("value_filter", versions, this::remove);
  }

  private void remove(String version) {
    jdbc.update(
        "DELETE FROM quietus.value_filter" + OF_SET + " AND version_token = ?", job, set, version);
  }

  /** What a version is known by. */
  public String token(Pin version) {
    return ScreenedVersions.token(tokens, job, set, version);
  }

  private String context(Pin version) {
    return "value filter " + token(version);
  }

  private static byte[] bytes(List<String> texts) {
    return String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
  }

  /** A text that has lines is several: whoever is named in it is named in one of them. */
  private static List<String> texts(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.UTF_8);
    return all.isEmpty() ? List.of() : List.of(all.split("\n"));
  }
}
