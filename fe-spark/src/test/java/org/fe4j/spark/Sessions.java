package org.fe4j.spark;

import org.apache.spark.sql.SparkSession;

/** Sessions that use the loopback interface and no web pages. */
final class Sessions {
  private Sessions() {}

  static SparkSession local() {
    return builder("local[2]").getOrCreate();
  }

  static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("fe-spark tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", "target/warehouse");
  }

  /** Returns the settings of a cluster whose executors have one core each. */
  static SparkSession.Builder cluster(String master) {
    return builder(master)
        .config("spark.executor.cores", "1")
        .config("spark.executor.memory", "1024m")
        .config("spark.executor.extraClassPath", SparkHome.ownClassPath());
  }
}
