package org.quietus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of one command, in the language of man(7), from what its help is made of. */
final class ManualPage {
  private final CommandLine line;
  private final CommandSpec command;
  private final List<String> text = new ArrayList<>();

  ManualPage(CommandLine line) {
    this.line = line;
    this.command = line.getCommandSpec();
  }

  /** The command's words with hyphens between them, e.g. {@code quietus-request-add}. */
  String name() {
    return command.qualifiedName("-");
  }

  String text() {
    text.clear();
    text.add(".TH \"%s\" 1 \"\" \"%s\"".formatted(escaped(name()), version()));
    section("NAME", Stream.of(name() + " \\- " + summary()));
    section("SYNOPSIS", Stream.of(".nf", escaped(synopsis()), ".fi"));
    section("DESCRIPTION", words(command.usageMessage().description()));
    arguments();
    commands();
    exitCodes();
    section("EXAMPLES", verbatim(command.usageMessage().footer()));
    return String.join("\n", text) + "\n";
  }

  private String version() {
    return new JarVersion().getVersion()[0];
  }

  private String summary() {
    return Stream.of(command.usageMessage().header(), command.usageMessage().description())
        .flatMap(Stream::of)
        .map(ManualPage::escaped)
        .filter(one -> !one.isBlank())
        .findFirst()
        .orElse("");
  }

  private String synopsis() {
    return line.getHelp().synopsis(0).replace("%n", "").trim();
  }

  private void arguments() {
    List<String> lines = new ArrayList<>();
    command.positionalParameters().forEach(one -> described(one.paramLabel(), one, lines));
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
        described(String.join(", ", option.names()) + value, option, lines);
      }
    }
    section("OPTIONS", lines.stream());
  }

  private static void described(String what, ArgSpec argument, List<String> lines) {
    lines.addAll(List.of(".TP", ".B " + escaped(what)));
    String by = String.valueOf(argument.defaultValue());
    words(argument.description())
        .map(one -> one.replace("${DEFAULT\\-VALUE}", by))
        .forEach(lines::add);
  }

  private void commands() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, CommandLine> part : line.getSubcommands().entrySet()) {
      if (!part.getValue().getCommandSpec().usageMessage().hidden()) {
        lines.addAll(List.of(".TP", ".B " + escaped(part.getKey())));
        lines.add(new ManualPage(part.getValue()).summary());
      }
    }
    section("COMMANDS", lines.stream());
  }

  private void exitCodes() {
    List<String> lines = new ArrayList<>();
    command
        .usageMessage()
        .exitCodeList()
        .forEach((code, what) -> lines.addAll(List.of(".TP", ".B " + code, escaped(what))));
    section("EXIT STATUS", lines.stream());
  }

  private void section(String title, Stream<String> lines) {
    List<String> all = lines.toList();
    if (!all.isEmpty()) {
      text.add(".SH " + title);
      text.addAll(all);
    }
  }

  private static Stream<String> words(String... lines) {
    return Stream.of(lines).map(ManualPage::escaped).filter(one -> !one.isBlank());
  }

  private static Stream<String> verbatim(String... lines) {
    return Stream.of(lines).allMatch(String::isBlank)
        ? Stream.of()
        : Stream.concat(
            Stream.of(".nf"),
            Stream.concat(Stream.of(lines).map(ManualPage::escaped), Stream.of(".fi")));
  }

  /** Plain text in which nothing is a request or an escape of man(7). */
  private static String escaped(String text) {
    String plain = Ansi.OFF.string(text.replace("%%", "%").replace("%n", "\n"));
    String safe = plain.replace("\\", "\\e").replace("-", "\\-");
    return safe.lines()
        .map(one -> one.startsWith(".") || one.startsWith("'") ? "\\&" + one : one)
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }
}
