package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
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

  static Statement read(byte[] payload) {
    return CanonicalJson.read(payload, Statement.class);
  }

  byte[] bytes() {
    return CanonicalJson.write(this);
  }

  private static Subject subjectOf(Occasion occasion) {
    return new Subject(occasion.kind().label(), new DigestSet(Digest.of(occasion.id())));
  }
}
