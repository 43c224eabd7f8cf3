package org.quietus.pack;

import java.util.List;
import java.util.Optional;

/** The packs that there are. */
public final class Packs {

  /** All of them. */
  public static final List<Pack> ALL =
      List.of(
          new OpenGeminiPack(),
          new DeviceCloudInPack(),
          new KaiconnPack(),
          new CiiePack(),
          new JingDigitalPack());

  private Packs() {}

  /** The pack of that name. */
  public static Optional<Pack> named(String name) {
    return ALL.stream().filter(pack -> pack.name().equals(name)).findFirst();
  }
}
