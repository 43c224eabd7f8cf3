package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.evidence.Digest;

/**
 * A certificate as an in-toto Statement v1: its subject is the run or request, by the SHA-256 of
 * its id.
 */
record Statement(
    @JsonProperty("_type") String type,
    List<Subject> subject,
    String predicateType,
    Certificate predicate) {

  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "https://quietus.org/deletion-certificate/v1";

  private static final Pattern VERSION =
      Pattern.compile("\"(?:schemaVersion\": |predicateType\": \"[^\"]*/v)([0-9]{1,9})\\b");

  record Subject(String name, DigestSet digest) {

    boolean isOf(Occasion occasion) {
      return name.equals(occasion.kind().label())
          && digest.sha256().equals(Digest.of(occasion.id()));
    }
  }

  record DigestSet(Digest sha256) {}

  Statement {
    subject = List.copyOf(subject);
    if (!type.equals(TYPE) || !predicateType.equals(PREDICATE_TYPE)) {
      throw new IllegalArgumentException("it is not a statement about a deletion of this version");
    }
    if (subject.size() != 1 || !subject.get(0).isOf(predicate.identity().occasion())) {
      throw new IllegalArgumentException(
          "the statement's subject is not the run or request of its certificate");
    }
  }

  static Statement of(Certificate certificate) {
    return new Statement(
        TYPE, List.of(subjectOf(certificate.identity().occasion())), PREDICATE_TYPE, certificate);
  }

  /** A later version may have members that this one does not know; then it is the version. */
  static Statement read(byte[] payload) {
    try {
      return CanonicalJson.read(payload, Statement.class);
    } catch (IllegalArgumentException e) {
      VERSION
          .matcher(new String(payload, StandardCharsets.UTF_8))
          .results()
          .map(found -> Integer.parseInt(found.group(1)))
          .filter(version -> version > Identity.SCHEMA_VERSION)
          .findFirst()
          .ifPresent(
              version -> {
                throw new IllegalArgumentException(
                    "its schema version %d is newer than %d, which is what this Quietus reads; check it with a newer one"
                        .formatted(version, Identity.SCHEMA_VERSION));
              });
      throw e;
    }
  }

  byte[] bytes() {
    return CanonicalJson.write(this);
  }

  private static Subject subjectOf(Occasion occasion) {
    return new Subject(occasion.kind().label(), new DigestSet(Digest.of(occasion.id())));
  }
}
