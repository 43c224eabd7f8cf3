package org.quietus.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Properties;
import org.quietus.policy.Language;

/** How answers read in one language. */
public final class AnswerText {
  private final Properties texts;

  private AnswerText(Properties texts) {
    this.texts = texts;
  }

  /** The texts of a language. */
  public static AnswerText of(Language language) {
    Properties texts = new Properties();
    String file = "/answers/" + language + ".properties";
    try (InputStream in = AnswerText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the jar");
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AnswerText(texts);
  }

  /** The text of an answer, which names no person. */
  public String text(Answer answer, String controller) {
    return required(answer.kind().toString())
        .replace("{controller}", controller)
        .replace("{request}", answer.request())
        .replace("{reason}", texts.getProperty("reason." + answer.reason(), answer.reason()))
        .replace("{due}", answer.due().map(LocalDate::toString).orElse(required("no-day")));
  }

  private String required(String key) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("there is no text for '" + key + "'");
    }
    return text;
  }
}
