package org.quietus.pack;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fictional person. No telephone number, identity card or address can be anybody's: numbers begin
 * with 100, cards with the unassigned region 99, mail goes to domains kept for examples.
 *
 * @param name at least three Chinese characters, or given name and surname
 * @param phone with country code, unique; empty where nobody is asked for it
 * @param email unique
 * @param idCard of the form that the country uses; empty where nobody is asked for it
 */
public record Person(
    String name, String phone, String email, String idCard, LocalDate born, boolean female) {

  /** What identifies the person wherever it is found. */
  public List<String> traces() {
    return Stream.of(name, phone, phone.replaceFirst("^\\+..", ""), email, idCard)
        .filter(trace -> !trace.isEmpty())
        .toList();
  }
}
