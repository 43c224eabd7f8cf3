package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request knows of its person; at rest it is sealed, and printed it says nothing.
 *
 * @param nonce of the subject commitment, lower-case hex
 * @param identifiers those given with the request; dropped once the rows are known and the person
 *     is erased
 * @param rows keys of the person's rows, encoded by whoever found them; absent until the request
 *     was first acted on
 * @param traits normalised identifiers of these rows by column, as they were when found; dropped
 *     with the identifiers
 * @param reviewed whose the rows are that the identifiers lead to, if somebody had to say; dropped
 *     with the identifiers
 * @param again since when the rows are there once more, and told a replay whose they are; whatever
 *     was done to them before
 * @param told what says who somebody is in further rows of theirs, of which a column can have one
 *     value alone; dropped with the identifiers
 * @param unreviewed whether somebody has said whose the rows are, and that does not hold or is not
 *     known any more; dropped with the identifiers
 * @param shared what somebody else had as well when the person had been erased; dropped with the
 *     identifiers
 * @param foundAs of rows that are known by a name, which passes on to others, the normalised
 *     identifiers that each had by column, by its encoded {@link org.quietus.catalog.RowName};
 *     dropped with the identifiers
 */
public record SealedPerson(
    String nonce,
    List<Identifier> identifiers,
    Optional<List<String>> rows,
    Map<String, String> traits,
    Optional<Reviewed> reviewed,
    Optional<Instant> again,
    List<Identifier> told,
    boolean unreviewed,
    List<Identifier> shared,
    Map<String, Map<String, String>> foundAs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A person whose rows are there since they were found first. */
  public SealedPerson(
      String nonce,
      List<Identifier> identifiers,
      Optional<List<String>> rows,
      Map<String, String> traits,
      Optional<Reviewed> reviewed) {
    this(
        nonce,
        identifiers,
        rows,
        traits,
        reviewed,
        Optional.empty(),
        List.of(),
        false,
        List.of(),
        Map.of());
  }

  /** A person of whom no row is known yet. */
  public SealedPerson(String nonce, List<Identifier> identifiers) {
    this(nonce, identifiers, Optional.empty(), Map.of(), Optional.empty());
  }

  /** Somebody of whom nothing is known any more, and no row is left. */
  static SealedPerson forgotten() {
    return new SealedPerson("", List.of()).found(List.of(), Map.of());
  }

  /** The same person with the rows found, and the identifiers that they hold. */
  public SealedPerson found(List<String> keys, Map<String, String> held) {
    return new SealedPerson(
        nonce,
        identifiers,
        Optional.of(List.copyOf(keys)),
        Map.copyOf(held),
        reviewed,
        again,
        told,
        unreviewed,
        shared,
        foundAs);
  }

  /** The same person, of whose rows these are known by a name, and held that. */
  public SealedPerson foundAs(Map<String, Map<String, String>> held) {
    Map<String, Map<String, String>> all = new HashMap<>(foundAs);
    all.putAll(held);
    return new SealedPerson(
        nonce, identifiers, rows, traits, reviewed, again, told, unreviewed, shared, all);
  }

  /** The same person, of whom further rows of theirs tell this beside what is known. */
  public SealedPerson telling(List<Identifier> further) {
    return new SealedPerson(
        nonce,
        identifiers,
        rows,
        traits,
        reviewed,
        again,
        Stream.concat(told.stream(), further.stream())
            .filter(one -> identifiers.stream().noneMatch(one::isSameAs))
            .distinct()
            .toList(),
        unreviewed,
        shared,
        foundAs);
  }

  /** The same person, of whose identifiers somebody else has these, too. */
  public SealedPerson sharing(List<Identifier> others) {
    return new SealedPerson(
        nonce,
        identifiers,
        rows,
        traits,
        reviewed,
        again,
        told,
        unreviewed,
        List.copyOf(others),
        foundAs);
  }

  /** The same person, whose rows are all there once more since then, or not. */
  SealedPerson again(Optional<Instant> since) {
    return new SealedPerson(
        nonce, identifiers, rows, traits, reviewed, since, told, unreviewed, shared, foundAs);
  }

  /**
   * The same person after somebody said whose the rows are. Where that was said before and is not
   * known any more, nobody in no row tells nothing of whom it was said.
   */
  public SealedPerson reviewed(Reviewed decided) {
    return new SealedPerson(
        nonce,
        identifiers,
        rows,
        traits,
        Optional.of(decided),
        again,
        told,
        unreviewed && decided.isNobody() && decided.others().isEmpty(),
        shared,
        foundAs);
  }

  /** The same person, of whose rows somebody has to say anew whose they are. */
  SealedPerson withoutReview() {
    return new SealedPerson(
        nonce, identifiers, rows, traits, Optional.empty(), again, told, true, shared, foundAs);
  }

  /**
   * The same person, where a hash had meant several and nobody had given their identifiers: only
   * those remain that rows of theirs held, and the rows of others who have one of these.
   */
  SealedPerson ofConfirmedAlone() {
    if (reviewed.filter(review -> !review.isNobody()).isEmpty()) {
      return this;
    }
    Reviewed review = reviewed.get();
    List<Identifier> theirs =
        identifiers.stream().filter(one -> review.isTheirs(one.value())).toList();
    return new SealedPerson(
        nonce,
        theirs,
        rows,
        traits,
        Optional.of(
            review.besideWhom(
                other -> theirs.stream().anyMatch(one -> other.containsValue(one.value())))),
        again,
        told,
        false,
        shared,
        foundAs);
  }

  /** The same person without what identifies them outside the database. */
  public SealedPerson withoutIdentifiers() {
    return new SealedPerson(
        nonce,
        List.of(),
        rows,
        Map.of(),
        Optional.empty(),
        again,
        List.of(),
        false,
        List.of(),
        Map.of());
  }

  /** Whether nothing is known of the person any more but where rows of theirs are. */
  public boolean isKeysAlone() {
    return identifiers.isEmpty() && traits.isEmpty() && reviewed.isEmpty() && rows.isPresent();
  }

  /** The same person by the keys of the rows alone that somebody, or a rule, said to be theirs. */
  public SealedPerson byReviewedKeys() {
    return new SealedPerson(
        nonce,
        List.of(),
        rows,
        Map.of(),
        reviewed.map(Reviewed::keysOfTheirs),
        again,
        List.of(),
        false,
        List.of(),
        Map.of());
  }

  @Override
  public String toString() {
    return "SealedPerson[" + identifiers.size() + " identifiers]";
  }

  public byte[] sealedWith(SealingKey key, String request) {
    Map<String, Object> content = new HashMap<>();
    content.put("nonce", nonce);
    content.put("identifiers", content(identifiers));
    rows.ifPresent(keys -> content.put("rows", keys));
    content.put("traits", traits);
    reviewed.ifPresent(decided -> content.put("reviewed", decided.content()));
    again.ifPresent(since -> content.put("again", since.toString()));
    content.put("told", content(told));
    content.put("unreviewed", unreviewed);
    content.put("shared", content(shared));
    content.put("foundAs", foundAs);
    return key.seal(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8), request);
  }

  private static List<Map<String, String>> content(List<Identifier> identifiers) {
    return identifiers.stream()
        .map(one -> Map.of("type", one.type().name(), "value", one.value()))
        .toList();
  }

  public static SealedPerson opened(byte[] sealed, SealingKey key, String request) {
    JsonNode content = JSON.readTree(key.open(sealed, request));
    return new SealedPerson(
        content.path("nonce").asString(),
        identifiers(content.path("identifiers")),
        content.has("rows") ? Optional.of(texts(content.path("rows"))) : Optional.empty(),
        Reviewed.texts(content.path("traits")),
        content.has("reviewed")
            ? Optional.of(Reviewed.read(content.path("reviewed")))
            : Optional.empty(),
        content.has("again")
            ? Optional.of(Instant.parse(content.path("again").asString()))
            : Optional.empty(),
        identifiers(content.path("told")), // none if an earlier version sealed it
        content.path("unreviewed").asBoolean(false),
        identifiers(content.path("shared")),
        Reviewed.rows(content.path("foundAs")));
  }

  private static List<Identifier> identifiers(JsonNode content) {
    List<Identifier> identifiers = new ArrayList<>();
    for (JsonNode one : content) {
      identifiers.add(
          new Identifier(
              IdentifierType.valueOf(one.path("type").asString()), one.path("value").asString()));
    }
    return identifiers;
  }

  private static List<String> texts(JsonNode content) {
    List<String> texts = new ArrayList<>();
    content.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
