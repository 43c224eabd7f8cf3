package org.quietus.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The fictional persons of the demo's shop; every address is under a domain kept for examples. */
public final class DemoPeople {

  /**
   * A fictional person.
   *
   * @param fullName as the shop has it
   * @param email unique in the shop
   */
  public record Person(String fullName, String email) {}

  /**
   * The two who ask for erasure. Their names are made of words that {@link #anyone} never uses, so
   * that a search for them finds nobody else.
   */
  public static final List<Person> WHO_ASK =
      List.of(
          new Person("Mirabel Quistgaard", "mirabel.quistgaard@example.net"),
          new Person("欧阳若兰", "ouyang.ruolan@example.org"));

  private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");

  private static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Amir", "Astrid", "Bruno", "Chiara", "Daan", "Elif", "Emil", "Fatima", "Greta",
          "Hugo", "Ines", "Jonas", "Kaya", "Leon", "Lucia", "Malik", "Nadia", "Oskar", "Paula",
          "Rafael", "Selma", "Tomasz", "Vera", "Yusuf", "Zoe");

  private static final List<String> LAST_NAMES =
      List.of(
          "Adler",
          "Bakker",
          "Castro",
          "Dvorak",
          "Eriksen",
          "Fontaine",
          "Gruber",
          "Haddad",
          "Ivanova",
          "Jansen",
          "Kowalska",
          "Lindner",
          "Moreau",
          "Nowak",
          "Okafor",
          "Petrov",
          "Ricci",
          "Santos",
          "Tanaka",
          "Ungar",
          "Vogel",
          "Weber",
          "Yildiz",
          "Zimmer");

  private static final List<String> CHINESE_NAMES =
      List.of("王伟", "李娜", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周强", "吴霞", "徐明", "孙悦");

  private static final List<String> CHINESE_NAMES_IN_LETTERS =
      List.of(
          "wang.wei",
          "li.na",
          "zhang.min",
          "liu.yang",
          "chen.jing",
          "yang.fan",
          "zhao.lei",
          "huang.li",
          "zhou.qiang",
          "wu.xia",
          "xu.ming",
          "sun.yue");

  private DemoPeople() {}

  /** A person by chance, told from others of the same name by the number in the address. */
  static Person anyone(Random random, long number) {
    String at = "." + number + "@" + DOMAINS.get(random.nextInt(DOMAINS.size()));
    if (random.nextInt(8) == 0) {
      int name = random.nextInt(CHINESE_NAMES.size());
      return new Person(CHINESE_NAMES.get(name), CHINESE_NAMES_IN_LETTERS.get(name) + at);
    }
    String first = FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size()));
    String last = LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
    return new Person(first + " " + last, (first + "." + last).toLowerCase(Locale.ROOT) + at);
  }

  /** What identifies those who ask, one name or address a line, to search for. */
  public static List<String> searchTerms() {
    return WHO_ASK.stream()
        .flatMap(person -> List.of(person.fullName(), person.email()).stream())
        .toList();
  }
}
