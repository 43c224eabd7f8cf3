package org.quietus.cli.demo;

import java.io.File;

/** How this process was started, so that what is printed can be pasted. */
final class ProgramName {
  private ProgramName() {}

  /** What stands before a command. */
  static String now() {
    return of(System.getProperty("java.class.path", ""));
  }

  static String of(String classPath) {
    boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    return jar ? "java -jar " + classPath : "quietus";
  }
}
