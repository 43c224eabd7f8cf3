package org.quietus.pack;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;

/** Fictional persons in China; the first seven thousand all have names of their own. */
final class ChinesePersons {
  private static final List<String> SURNAMES =
      List.of(
          "王 wang",
          "李 li",
          "张 zhang",
          "刘 liu",
          "陈 chen",
          "杨 yang",
          "赵 zhao",
          "黄 huang",
          "周 zhou",
          "吴 wu",
          "徐 xu",
          "孙 sun",
          "欧阳 ouyang",
          "司马 sima",
          "诸葛 zhuge",
          "上官 shangguan",
          "𠮷 ji");
  private static final List<String> GIVEN =
      List.of(
          "若 ruo", "思 si", "雨 yu", "子 zi", "浩 hao", "欣 xin", "嘉 jia", "诗 shi", "梓 zi", "俊 jun",
          "婉 wan", "明 ming", "佳 jia", "承 cheng", "雪 xue", "建 jian", "文 wen", "晓 xiao", "志 zhi",
          "春 chun", "海 hai", "景 jing", "瑞 rui");
  private static final List<String> LAST =
      List.of(
          "兰 lan", "远 yuan", "桐 tong", "涵 han", "然 ran", "怡 yi", "豪 hao", "琪 qi", "萱 xuan", "杰 jie",
          "清 qing", "轩 xuan", "宁 ning", "燕 yan", "梅 mei", "国 guo", "斌 bin", "峰 feng", "霞 xia");
  private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");
  private static final DateTimeFormatter BASIC = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private static final int NUMBERS = 100_000_000;
  private static final long STRIDE = 73_687_871;

  private final Population population;

  ChinesePersons(Population population) {
    this.population = population;
  }

  /** The person of that number; one in a hundred, beginning with 43, is a child of 10 to 13. */
  Person get(int number) {
    Chance chance = population.chance("person", number);
    String[] surname = of(SURNAMES, number);
    String[] given = of(GIVEN, number / SURNAMES.size());
    String[] last = of(LAST, number / SURNAMES.size() / GIVEN.size() + given[0].charAt(0));
    boolean child = number % 100 == 43;
    LocalDate born =
        population
            .today()
            .minusYears(child ? chance.between(10, 12) : chance.between(19, 75))
            .minusDays(chance.between(1, 360));
    boolean female = chance.oneIn(2);
    long digits = (number * STRIDE + 12_345_678) % NUMBERS;
    return new Person(
        surname[0] + given[0] + last[0],
        String.format(Locale.ROOT, "+86100%08d", digits),
        given[1] + last[1] + "." + surname[1] + number + "@" + chance.anyOf(DOMAINS),
        idCard(born, number % 500 * 2 + (female ? 0 : 1)),
        born,
        female);
  }

  private static String[] of(List<String> choices, int number) {
    return choices.get(number % choices.size()).split(" ");
  }

  /** GB 11643: region, birthday, sequence (odd for men) and a check digit by ISO 7064. */
  private static String idCard(LocalDate born, int sequence) {
    String first = "990101" + BASIC.format(born) + String.format(Locale.ROOT, "%03d", sequence);
    int sum = 0;
    for (int i = 0; i < first.length(); i++) {
      sum += (first.charAt(i) - '0') * WEIGHTS[i];
    }
    return first + CHECKS.charAt(sum % 11);
  }
}
