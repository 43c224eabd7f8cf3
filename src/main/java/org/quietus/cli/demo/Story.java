package org.quietus.cli.demo;

import java.util.List;
import java.util.Map;

/** What the demo of a pack shows, day by day. */
interface Story {
  /** By the pack's name. */
  Map<String, Story> ALL =
      Map.of(
          "opengemini", new OpenGeminiStory(),
          "device-cloud-in", new DeviceCloudInStory(),
          "kaiconn", new KaiconnStory(),
          "ciie", new CiieStory(),
          "jingdigital", new JingDigitalStory());

  /** In the order of their days. */
  List<Scene> scenes();

  /** The numbers of the persons that are erased in it. */
  List<Integer> erased();

  /** How many days it takes. */
  default int days() {
    return scenes().get(scenes().size() - 1).day() + 1;
  }
}
