package dev.wayleave.testkit.database;

/// A run that starts the shared cluster and then ends without running any hook.
final class HaltedRun {
  private HaltedRun() {}

  public static void main(String[] arguments) {
    System.out.println(SharedCluster.get().database("postgres").jdbcUrl());
    Runtime.getRuntime().halt(3);
  }
}
