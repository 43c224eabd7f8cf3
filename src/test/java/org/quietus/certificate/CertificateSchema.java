package org.quietus.certificate;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quietus.certificate.seal.DsseEnvelope;

/** The published schema of certificates, as a validator that is not ours understands it. */
public final class CertificateSchema {
  static final Path FILE = Path.of("src/main/resources/quietus-certificate.schema.json");

  private CertificateSchema() {}

  private static final class Read {
    static final Schema SCHEMA =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(), InputFormat.JSON);
  }

  static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a statement. */
  static List<String> breaches(String statement) {
    return Read.SCHEMA.validate(statement, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /** What is wrong with the statement in a certificate file. */
  public static List<String> breachesOfFile(byte[] envelope) {
    byte[] payload = DsseEnvelope.read(envelope).payload().bytes();
    return breaches(new String(payload, StandardCharsets.UTF_8));
  }
}
