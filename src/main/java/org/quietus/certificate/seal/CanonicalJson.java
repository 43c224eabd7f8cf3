package org.quietus.certificate.seal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one form in which certificates and envelopes are written: UTF-8, one key per line, keys in
 * the order of the record's components, absent values left out, a newline at the end. Whatever is
 * read has to be in it byte for byte, which leaves no room for a second meaning.
 */
public final class CanonicalJson {

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(SEPARATORS)
                  .withObjectIndenter(INDENTER)
                  .withArrayIndenter(INDENTER))
          .build();

  private CanonicalJson() {}

  public static byte[] write(Object value) {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; the message quotes none of it
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    T value;
    try {
      value = JSON.readValue(bytes, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(reason(e));
    }
    if (value == null || !Arrays.equals(bytes, write(value))) {
      throw new IllegalArgumentException("it is not written the way that Quietus writes it");
    }
    return value;
  }

  /** Our own records' reason if one of them refused; never Jackson's or Java's, which quote. */
  private static String reason(JacksonException e) {
    Throwable cause = e.getCause();
    if (e instanceof ValueInstantiationException
        && cause != null
        && cause.getClass() == IllegalArgumentException.class
        && cause.getMessage() != null) {
      return cause.getMessage();
    }
    TokenStreamLocation at = e.getLocation();
    return "it is not JSON of the expected form"
        + (at == null ? "" : " (line " + at.getLineNr() + ")");
  }
}
