package org.quietus.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Properties;
import org.quietus.report.text.Resource;
import org.quietus.request.Answer;

/** How answers read in one language. */
final class AnswerText {
  private final Properties texts;

  private AnswerText(Properties texts) {
    this.texts = texts;
  }

  /** The languages that there are templates in. */
  enum Language {
    EN,
    ZH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static AnswerText of(Language language) {
    Properties texts = new Properties();
    try {
      texts.load(new StringReader(Resource.text("/answers/" + language + ".properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AnswerText(texts);
  }

  /** The text of an answer, which names no person. */
  String text(Answer answer, String controller) {
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
