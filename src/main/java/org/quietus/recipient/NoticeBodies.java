package org.quietus.recipient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.policy.JobFile;
import org.quietus.policy.Language;
import org.quietus.policy.RecipientSettings;
import org.quietus.request.Answer;
import org.quietus.request.AnswerText;
import org.quietus.request.ErasureRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * What notices hold: the identifiers that the recipient had received, and no more of the person.
 */
final class NoticeBodies {
  private final JobFile job;
  private final Envelopes envelopes;

  NoticeBodies(JobFile job, Envelopes envelopes) {
    this.job = job;
    this.envelopes = envelopes;
  }

  /** That a person was erased, or what was held of them for one purpose. */
  byte[] ofErasure(
      Notice notice,
      RecipientSettings to,
      ErasureRequest request,
      List<Map<String, String>> identifiers) {
    Map<String, Object> body = head(notice, "erasure", to);
    request.filing().purpose().ifPresent(purpose -> body.put("purpose", purpose));
    request
        .resolvedAt()
        .map(at -> at.atZone(job.zone()).toLocalDate())
        .ifPresent(day -> body.put("erased", day.toString()));
    return signed(body, to, identifiers);
  }

  /**
   * An answer to pass on, with how it reads in each language.
   *
   * @param receipt by which the requester can show that the certificate is theirs
   */
  byte[] ofAnswer(
      Notice notice,
      RecipientSettings to,
      Answer answer,
      List<Map<String, String>> identifiers,
      String receipt) {
    Map<String, Object> body = head(notice, "answer", to);
    body.put("answer", answer.kind().toString());
    body.put("reason", answer.reason());
    answer.due().map(LocalDate::toString).ifPresent(day -> body.put("due", day));
    Map<String, String> texts = new LinkedHashMap<>();
    for (Language language : Language.values()) {
      texts.put(language.toString(), AnswerText.of(language).text(answer, job.controller()));
    }
    body.put("texts", texts);
    put(body, "receipt", receipt, to);
    return signed(body, to, identifiers);
  }

  private Map<String, Object> head(Notice notice, String kind, RecipientSettings to) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("quietus-notice", 1);
    body.put("notice", notice.id());
    body.put("kind", kind);
    body.put("controller", job.controller());
    if (!to.passesAnswersOn()) {
      body.put("recipient", to.name());
    }
    return body;
  }

  private byte[] signed(
      Map<String, Object> body, RecipientSettings to, List<Map<String, String>> identifiers) {
    put(body, "identifiers", identifiers, to);
    return envelopes.sign(JsonMapper.shared().writeValueAsBytes(body));
  }

  /** What only this recipient may read, encrypted to its key if it has given one. */
  private static void put(
      Map<String, Object> body, String name, Object value, RecipientSettings to) {
    if (to.key().isPresent()) {
      body.put("encrypted-" + name, encrypted(to.key().get(), value));
    } else {
      body.put(name, value);
    }
  }

  private static String encrypted(Path key, Object value) {
    try {
      return Jwe.encrypt(JsonMapper.shared().writeValueAsBytes(value), RecipientKey.read(key));
    } catch (IOException e) {
      throw ChannelFailed.unreachable("key-unusable");
    }
  }
}
