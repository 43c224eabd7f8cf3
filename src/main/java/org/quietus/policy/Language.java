package org.quietus.policy;

import java.util.Locale;

/** The languages that answers and documents are written in. */
public enum Language {
  EN("en"),
  ZH("zh-Hans");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The language tag that documents carry, BCP 47. */
  public String tag() {
    return tag;
  }

  /** As options and job files write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
