package org.fe4j.summary;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fe4j.image.ImageFormat;

/**
 * A summary as plain text for a terminal. Apart from names it is ASCII, since a JVM in the C locale
 * prints anything else as question marks.
 */
final class SummaryText {
  private static final int WIDEST_NAME = 38;
  private static final int BAR = 30;
  private static final int CLASSES_SHOWN = 100;
  private static final int GROUPS_SHOWN = 10;
  private static final int IMAGES_SHOWN = 6;
  private static final int UNREADABLE_SHOWN = 20;

  private final DatasetSummary summary;
  private final StringBuilder out = new StringBuilder();

  private SummaryText(DatasetSummary summary) {
    this.summary = summary;
  }

  static String of(DatasetSummary summary) {
    SummaryText text = new SummaryText(summary);
    text.figures();
    text.classes();
    text.sizes();
    text.tooSmall();
    text.unreadable();
    text.groups("Exact duplicates: the same bytes", summary.exactDuplicates(), Integer.MAX_VALUE);
    text.groups(
        "Near duplicates: the same picture in other bytes",
        summary.nearDuplicates(),
        Phrases.LONGEST_CHAIN);
    return text.out.toString();
  }

  private void figures() {
    out.append(Phrases.line(summary.name())).append('\n');
    figure(
        "images",
        "%s in %s, %s"
            .formatted(
                Phrases.number(summary.images()),
                Phrases.count(summary.classes().size(), "class", "classes"),
                Phrases.bytes(summary.bytes())));
    figure("formats", formats(summary.formats()));
    figure("imbalance", Phrases.imbalance(summary));
    figure("unreadable", Phrases.count(summary.unreadable().size(), "image"));
    figure("exact duplicates", groupCount(summary.exactDuplicates()));
    figure("near duplicates", groupCount(summary.nearDuplicates()));
    figure(
        "for %d folds".formatted(summary.folds()),
        summary.tooSmallClasses().isEmpty()
            ? "every class has enough images"
            : Phrases.count(
                summary.tooSmallClasses().size(),
                "class has too few images",
                "classes have too few images"));
  }

  private void figure(String name, String value) {
    out.append("  ").append(Strings.padEnd(name, 18, ' ')).append(value).append('\n');
  }

  private static String formats(Map<ImageFormat, Integer> formats) {
    return formats.isEmpty()
        ? "none"
        : formats.entrySet().stream()
            .map(e -> "%s %s".formatted(e.getKey(), Phrases.number(e.getValue())))
            .collect(Collectors.joining(", "));
  }

  private static String groupCount(ImmutableList<ImageGroup> groups) {
    if (groups.isEmpty()) {
      return "none";
    }
    int images = groups.stream().mapToInt(group -> group.images().length()).sum();
    long across = groups.stream().filter(ImageGroup::acrossClasses).count();
    return "%s of %s together, %s"
        .formatted(
            Phrases.count(groups.size(), "group"),
            Phrases.count(images, "image"),
            across == 0 ? "none across classes" : "%d ACROSS CLASSES".formatted(across));
  }

  private void classes() {
    heading("Images of each class");
    int largest = summary.classes().stream().mapToInt(ClassSummary::images).max().orElse(0);
    int width =
        summary.classes().stream()
            .limit(CLASSES_SHOWN)
            .mapToInt(c -> shortened(c.name()).length())
            .max()
            .orElse(0);
    summary.classes().stream()
        .limit(CLASSES_SHOWN)
        .forEach(
            c -> {
              String bar = "#".repeat((int) Math.round((double) BAR * c.images() / largest));
              String line =
                  "%s %9s  %s%s"
                      .formatted(
                          Strings.padEnd(shortened(c.name()), width, ' '),
                          Phrases.number(c.images()),
                          bar,
                          c.unreadable() == 0 ? "" : "  (%d unreadable)".formatted(c.unreadable()));
              out.append(line.stripTrailing()).append('\n');
            });
    more(summary.classes().size(), CLASSES_SHOWN);
  }

  private void sizes() {
    ImageSizes sizes = summary.sizes();
    if (sizes.distinct() == 0) {
      return;
    }
    heading("Sizes in pixels");
    out.append("         minimum  median  maximum\n");
    extent("width", sizes.width());
    extent("height", sizes.height());
    out.append("shorter side\n");
    int largest = sizes.shorterSides().stream().mapToInt(r -> r.images()).max().orElse(1);
    for (ImageSizes.SideRange range : sizes.shorterSides()) {
      String bar = "#".repeat((int) Math.round((double) BAR * range.images() / largest));
      String line =
          "  %-15s %9s  %s".formatted(Phrases.side(range), Phrases.number(range.images()), bar);
      out.append(line.stripTrailing()).append('\n');
    }
    if (sizes.small() > 0) {
      out.append(
          "%s below %d pixels on the shorter side: enlarged for most backbones\n"
              .formatted(Phrases.count(sizes.small(), "image is", "images are"), ImageSizes.SMALL));
    }
  }

  private void extent(String name, ImageSizes.Extent extent) {
    out.append(
        "%-8s %7s %7s %8s\n"
            .formatted(
                name,
                Phrases.number(extent.minimum()),
                Phrases.median(extent.median()),
                Phrases.number(extent.maximum())));
  }

  private void tooSmall() {
    if (summary.tooSmallClasses().isEmpty()) {
      return;
    }
    heading("Classes with fewer readable images than %d folds need".formatted(summary.folds()));
    summary.tooSmallClasses().stream()
        .limit(UNREADABLE_SHOWN)
        .forEach(
            c ->
                out.append(
                    "%s: %s\n"
                        .formatted(Phrases.line(c.name()), Phrases.count(c.readable(), "image"))));
    more(summary.tooSmallClasses().size(), UNREADABLE_SHOWN);
    out.append(Phrases.waysOut(summary)).append('\n');
  }

  private void unreadable() {
    if (summary.unreadable().isEmpty()) {
      return;
    }
    heading("Unreadable images");
    summary.unreadable().stream()
        .limit(UNREADABLE_SHOWN)
        .forEach(
            image ->
                out.append(
                    "%s\n  %s\n"
                        .formatted(Phrases.line(image.id()), Phrases.line(image.reason()))));
    more(summary.unreadable().size(), UNREADABLE_SHOWN);
  }

  private void groups(String heading, ImmutableList<ImageGroup> groups, int longestChain) {
    if (groups.isEmpty()) {
      return;
    }
    heading(heading);
    for (ImageGroup group : groups.subList(0, Math.min(groups.size(), GROUPS_SHOWN))) {
      out.append(
          group.acrossClasses()
              ? "%d images in different classes:\n".formatted(group.images().length())
              : "%d images of %s:\n"
                  .formatted(group.images().length(), Phrases.line(group.classNames().get(0))));
      if (group.images().length() > longestChain) {
        out.append("  ").append(Phrases.CHAIN).append('\n');
      }
      for (int i = 0; i < Math.min(group.ids().size(), IMAGES_SHOWN); i++) {
        out.append("  ").append(Phrases.line(group.ids().get(i)));
        if (group.acrossClasses()) {
          out.append(" (").append(Phrases.line(group.classNames().get(i))).append(')');
        }
        out.append('\n');
      }
      if (group.ids().size() > IMAGES_SHOWN) {
        out.append("  and %d more\n".formatted(group.ids().size() - IMAGES_SHOWN));
      }
    }
    more(groups.size(), GROUPS_SHOWN);
  }

  private void more(int all, int shown) {
    if (all > shown) {
      out.append(
          String.format(Locale.ROOT, "... showing %,d of %,d; the page shows more\n", shown, all));
    }
  }

  private void heading(String heading) {
    out.append('\n').append(heading).append('\n').append("-".repeat(heading.length())).append('\n');
  }

  private static String shortened(String name) {
    String line = Phrases.line(name);
    return line.length() <= WIDEST_NAME ? line : line.substring(0, WIDEST_NAME - 3) + "...";
  }
}
