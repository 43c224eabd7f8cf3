package org.quietus.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.quietus.format.FormatContract.Person;

/** Small dumps as {@code pg_dump} writes them, for tests. */
final class PgDumpText {

  /** The lines before the first table, as {@code pg_dump} 15.18 writes them. */
  static final String HEADER =
      """
      --
      -- PostgreSQL database dump
      --

      \\restrict Xfz135T5QamGonr5q2Ms0R4a

      -- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
      -- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

      SET statement_timeout = 0;
      SET lock_timeout = 0;
      SET idle_in_transaction_session_timeout = 0;
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SELECT pg_catalog.set_config('search_path', '', false);
      SET check_function_bodies = false;
      SET xmloption = content;
      SET client_min_messages = warning;
      SET row_security = off;

      """;

  /** The lines after the last table. */
  static final String FOOTER =
      """

      --
      -- PostgreSQL database dump complete
      --

      \\unrestrict Xfz135T5QamGonr5q2Ms0R4a
      """;

  static final String PERSON =
      """
      CREATE TABLE public.person (
          id integer NOT NULL,
          email character varying(60),
          name text NOT NULL
      );


      ALTER TABLE public.person OWNER TO tester;

      """;

  private PgDumpText() {}

  /** A whole dump of the table {@code person}, its rows as COPY. */
  static byte[] copied(List<Person> people) {
    return bytes(
        HEADER
            + PERSON
            + "COPY public.person (id, email, name) FROM stdin;\n"
            + people.stream().map(PgDumpText::line).collect(Collectors.joining())
            + "\\.\n"
            + FOOTER);
  }

  /** The same with a statement for each row. */
  static byte[] inserted(List<Person> people) {
    return bytes(
        HEADER
            + PERSON
            + people.stream()
                .map(person -> "INSERT INTO public.person VALUES (" + row(person) + ");\n")
                .collect(Collectors.joining())
            + FOOTER);
  }

  /** The same with all rows in a statement. */
  static byte[] insertedTogether(List<Person> people) {
    String rows =
        people.stream().map(person -> "\t(" + row(person) + ")").collect(Collectors.joining(",\n"));
    return bytes(
        HEADER
            + PERSON
            + (people.isEmpty()
                ? ""
                : "INSERT INTO public.person (id, email, name) OVERRIDING SYSTEM VALUE VALUES\n"
                    + rows
                    + " ON CONFLICT DO NOTHING;\n")
            + FOOTER);
  }

  private static String line(Person person) {
    String email = person.email() == null ? "\\N" : escaped(person.email());
    return person.id() + "\t" + email + "\t" + escaped(person.name()) + "\n";
  }

  private static String row(Person person) {
    String email = person.email() == null ? "NULL" : quoted(person.email());
    return person.id() + ", " + email + ", " + quoted(person.name());
  }

  /** As COPY writes it. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\b", "\\b")
        .replace("\f", "\\f")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\013", "\\v");
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
