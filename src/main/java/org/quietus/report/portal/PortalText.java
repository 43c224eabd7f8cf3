package org.quietus.report.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.policy.Language;
import org.quietus.report.CertificateOutline;
import org.quietus.report.Words;

/** What the portal says of its own, in one language. */
final class PortalText {
  private static final String FOR_SCRIPTS = "js.";

  /** The largest count that could single a person out, by itself or with what a reader knows. */
  private static final int SMALL = 4;

  private final Language language;
  private final Words certificate;
  private final Properties texts = new Properties();

  PortalText(Language language) {
    this.language = language;
    this.certificate = Words.of(CertificateOutline.DOCUMENT, language);
    String file = "/report/portal/" + language + ".properties";
    try (InputStream in = PortalText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the jar");
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Language language() {
    return language;
  }

  /** A text, in which {0}, {1}, … stand for what is given. */
  String of(String key, Object... given) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("there is no text for '" + key + "'");
    }
    for (int i = 0; i < given.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(given[i]));
    }
    return text;
  }

  /** An outcome, in the words of certificates. */
  String outcome(Outcome outcome) {
    return certificate.text("outcome." + outcome);
  }

  /** A type of certificates, in their words. */
  String type(CertificateType type) {
    return certificate.text("type." + type.label());
  }

  /** A code that is ours or that certificates use; the code itself if nobody has a word for it. */
  String code(String kind, String code) {
    String own = texts.getProperty(kind + "." + code);
    return own == null ? certificate.code(kind, code) : own;
  }

  /** A number with its thousands apart. */
  String number(long number) {
    return Words.number(number);
  }

  /** A count of records or persons; one that could single somebody out is not told. */
  String band(long count) {
    return isSmall(count) ? of("under-five") : number(count);
  }

  /** Whether a count is not told. */
  static boolean isSmall(long count) {
    return count > 0 && count <= SMALL;
  }

  /** What the scripts say, by key. */
  Map<String, String> forScripts() {
    Map<String, String> found = new TreeMap<>();
    texts.stringPropertyNames().stream()
        .filter(key -> key.startsWith(FOR_SCRIPTS))
        .forEach(key -> found.put(key.substring(FOR_SCRIPTS.length()), of(key)));
    for (Outcome outcome : Outcome.values()) {
      found.put("outcome." + outcome, outcome(outcome));
    }
    for (CertificateType type : CertificateType.values()) {
      found.put("type." + type.label(), type(type));
    }
    return found;
  }
}
