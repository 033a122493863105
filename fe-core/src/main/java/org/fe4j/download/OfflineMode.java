package org.fe4j.download;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether fe4j may use the network. The first of these that is set decides; an empty setting counts
 * as none:
 *
 * <ol>
 *   <li>the system property {@code fe4j.offline},
 *   <li>the environment variable {@code FE4J_OFFLINE},
 *   <li>DJL's own settings, as DJL reads them: the environment variable {@code DJL_OFFLINE}, else
 *       the system property {@code ai.djl.offline}.
 * </ol>
 *
 * <p>Ours are {@code 1}, {@code true} or {@code yes}, or {@code 0}, {@code false} or {@code no}; so
 * {@code -Dfe4j.offline=false} goes online whatever the environment says.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param isOn whether no connection may be made
 * @param reason who said so, for messages; empty where the network may be used
 */
public record OfflineMode(boolean isOn, String reason) {
  /** The network may be used. */
  public static final OfflineMode OFF = new OfflineMode(false, "");

  /** A caller asked for it, whatever the settings are. */
  public static final OfflineMode REQUESTED = new OfflineMode(true, "this run was asked to be");

  /**
   * Returns what the settings of this process say.
   *
   * @throws IllegalStateException if one is none of the words above
   */
  public static OfflineMode current() {
    return of(System::getProperty, System::getenv);
  }

  static OfflineMode of(CacheDirectory.Lookup properties, CacheDirectory.Lookup environment) {
    String property = properties.get("fe4j.offline");
    if (isSet(property)) {
      return ours("the system property fe4j.offline", property);
    }
    String variable = environment.get("FE4J_OFFLINE");
    if (isSet(variable)) {
      return ours("the environment variable FE4J_OFFLINE", variable);
    }
    String djlVariable = environment.get("DJL_OFFLINE");
    return isSet(djlVariable)
        ? djl("the environment variable DJL_OFFLINE", djlVariable)
        : djl("the system property ai.djl.offline", properties.get("ai.djl.offline"));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  private static OfflineMode ours(String setting, @Nullable String value) {
    return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes" -> on(setting, value);
      case "0", "false", "no" -> OFF;
      default ->
          throw new IllegalStateException(
              "%s must be 1, true or yes, or 0, false or no, but found \"%s\""
                  .formatted(setting, value));
    };
  }

  private static OfflineMode djl(String setting, @Nullable String value) {
    return Boolean.parseBoolean(value) ? on(setting, value) : OFF;
  }

  private static OfflineMode on(String setting, @Nullable String value) {
    return new OfflineMode(true, "%s is %s".formatted(setting, value));
  }
}
