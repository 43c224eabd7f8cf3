package org.quietus.certificate;

import java.util.List;
import java.util.Optional;

/** Sees each certificate file of an audit once, so that nobody has to read them again. */
public interface AuditVisitor {

  /** Looks at nothing. */
  AuditVisitor NOBODY =
      new AuditVisitor() {
        @Override
        public void begin(List<String> ids) {}

        @Override
        public void examined(Examined one) {}
      };

  /** The ids of all of them, in their order, before the first is seen. */
  void begin(List<String> ids);

  /** One of them, in any order, by several threads at once. */
  void examined(Examined one);

  /**
   * A certificate file and what the audit found of it.
   *
   * @param place its place among all, from 0 on
   * @param id as its name says
   * @param proof the file beside it, that it is in a log
   * @param problems each as a sentence without its full stop
   */
  record Examined(
      int place,
      String id,
      byte[] file,
      Optional<byte[]> proof,
      Verdict verdict,
      List<String> problems) {
    public Examined {
      problems = List.copyOf(problems);
    }
  }
}
