package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.report.Html;
import org.fe4j.progress.ProgressListener;

/** The page of a data set. Not safe for concurrent use; confine an instance to one thread. */
final class PageContent {
  private static final int CLASSES_WITH_EXAMPLES = 50;
  private static final int GROUPS_SHOWN = 50;
  private static final int IMAGES_OF_GROUP = 6;
  private static final int ROWS_SHOWN = 50;

  private final DatasetSummary summary;
  private final ImageDataset dataset;
  private final ImmutableList<ClassSummary> exampleClasses;
  private final Thumbnails thumbnails;
  private final Html html = new Html();

  private PageContent(DatasetSummary summary, ImageDataset dataset, ProgressListener progress)
      throws IOException {
    this.summary = summary;
    this.dataset = dataset;
    this.exampleClasses = exampleClasses();
    this.thumbnails = Thumbnails.of(dataset, summary.decoder(), imagesToShow(), progress);
  }

  static String of(DatasetSummary summary, ImageDataset dataset, ProgressListener progress)
      throws IOException {
    PageContent page = new PageContent(summary, dataset, progress);
    page.head();
    page.figures();
    page.problems();
    page.html.raw("<section><h2 id=\"classes\">Images of each class</h2>\n");
    ClassChart.append(page.html, summary.classes());
    page.html.raw("</section>\n");
    SizeChart.append(page.html, summary);
    page.examples();
    page.tooSmall();
    page.unreadable();
    page.groups(
        "exact",
        "Exact duplicates",
        "The same bytes under several names.",
        summary.exactDuplicates(),
        Integer.MAX_VALUE);
    page.groups(
        "near",
        "Near duplicates",
        "The same picture in other bytes: encoded again, scaled, cropped a little, turned or"
            + " mirrored. Found by comparing small thumbnails: look before you delete."
            + " Each image is near to another one of its group, not to all of them.",
        summary.nearDuplicates(),
        Phrases.LONGEST_CHAIN);
    page.html.raw("</main></body></html>\n");
    return page.html.toString();
  }

  /** Returns the classes with examples; where there are too many, some of them, evenly spread. */
  private ImmutableList<ClassSummary> exampleClasses() {
    List<ClassSummary> all = summary.classes();
    int shown = Math.min(all.size(), CLASSES_WITH_EXAMPLES);
    ImmutableList.Builder<ClassSummary> classes = ImmutableList.builder();
    for (int i = 0; i < shown; i++) {
      classes.add(all.get((int) ((long) i * all.size() / shown)));
    }
    return classes.build();
  }

  private Set<Integer> imagesToShow() {
    Set<Integer> images = new LinkedHashSet<>();
    exampleClasses.forEach(c -> c.examples().forEach(images::add));
    for (ImmutableList<ImageGroup> groups :
        List.of(summary.exactDuplicates(), summary.nearDuplicates())) {
      groups.stream()
          .limit(GROUPS_SHOWN)
          .forEach(group -> group.images().stream().limit(IMAGES_OF_GROUP).forEach(images::add));
    }
    return images;
  }

  private void head() throws IOException {
    String style =
        Resources.toString(
            Resources.getResource(PageContent.class, "page.css"), StandardCharsets.UTF_8);
    html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        // Without this a browser asks the server for an icon.
        .raw("<link rel=\"icon\" href=\"data:,\">\n")
        .element("title", summary.name() + ": data set")
        .raw("<style>\n" + style + "</style></head>\n<body><main>\n")
        .element("h1", summary.name());
  }

  private void figures() {
    html.raw("<dl class=\"figures\">\n");
    figure("images", Phrases.number(summary.images()));
    figure("classes", Phrases.number(summary.classes().size()));
    figure("largest to smallest class", Phrases.imbalance(summary));
    figure("of files", Phrases.bytes(summary.bytes()));
    figure("formats", formats());
    figure("unreadable", Phrases.number(summary.unreadable().size()));
    figure("groups of exact duplicates", Phrases.number(summary.exactDuplicates().size()));
    figure("groups of near duplicates", Phrases.number(summary.nearDuplicates().size()));
    html.raw("</dl>\n");
  }

  private void figure(String name, String value) {
    html.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n");
  }

  private String formats() {
    if (summary.formats().size() == 1) {
      return summary.formats().firstKey().toString();
    }
    return summary.formats().isEmpty()
        ? "none"
        : summary.formats().entrySet().stream()
            .map(e -> "%s %s".formatted(e.getKey(), Phrases.number(e.getValue())))
            .collect(Collectors.joining(", "));
  }

  /** Says first what would spoil an evaluation. */
  private void problems() {
    Html list = new Html();
    problem(list, "exact", across(summary.exactDuplicates()), "exact copies");
    problem(list, "near", across(summary.nearDuplicates()), "near copies");
    long chains =
        summary.nearDuplicates().stream()
            .filter(group -> group.images().length() > Phrases.LONGEST_CHAIN)
            .count();
    if (chains > 0) {
      list.raw(
          "<li><a href=\"#near\">%s of near copies %s more than %d images</a>. %s</li>\n"
              .formatted(
                  Phrases.count(chains, "group"),
                  chains == 1 ? "has" : "have",
                  Phrases.LONGEST_CHAIN,
                  Phrases.CHAIN));
    }
    int copies = summary.images() - (int) summary.duplicates().groups().stream().distinct().count();
    if (copies > 0) {
      list.raw(
          "<li>%s, exactly or nearly. Keep copies in one fold.</li>\n"
              .formatted(
                  Phrases.count(
                      copies, "image is a copy of another", "images are copies of others")));
    }
    if (!summary.tooSmallClasses().isEmpty()) {
      list.raw(
          "<li><a href=\"#small\">%s</a> for %d folds.</li>\n"
              .formatted(
                  Phrases.count(
                      summary.tooSmallClasses().size(),
                      "class has too few images",
                      "classes have too few images"),
                  summary.folds()));
    }
    if (!summary.unreadable().isEmpty()) {
      list.raw(
          "<li><a href=\"#unreadable\">%s</a>.</li>\n"
              .formatted(
                  Phrases.count(
                      summary.unreadable().size(),
                      "image cannot be read",
                      "images cannot be read")));
    }
    String problems = list.toString();
    html.raw("<section class=\"problems\"><h2>Before an evaluation</h2>\n")
        .raw(
            problems.isEmpty()
                ? "<p>Nothing was found that would spoil it: every image can be read, none is a"
                    + " copy of another, and every class has enough images for %d folds.</p>\n"
                        .formatted(summary.folds())
                : "<ul>\n" + problems + "</ul>\n")
        .raw("</section>\n");
  }

  private static long across(ImmutableList<ImageGroup> groups) {
    return groups.stream().filter(ImageGroup::acrossClasses).count();
  }

  private static void problem(Html list, String anchor, long groups, String what) {
    if (groups > 0) {
      list.raw(
          "<li class=\"bad\"><a href=\"#%s\">%s of %s %s in different classes</a>: check their labels."
                  .formatted(
                      anchor, Phrases.count(groups, "group"), what, groups == 1 ? "lies" : "lie")
              + "</li>\n");
    }
  }

  private void examples() {
    html.raw("<section><h2 id=\"examples\">Examples</h2>\n");
    showing(exampleClasses.size(), summary.classes().size(), "classes, evenly spread");
    html.raw("<ul class=\"examples\">\n");
    for (ClassSummary c : exampleClasses) {
      html.raw("<li>").element("h3", c.name()).raw("<div class=\"pictures\">");
      c.examples()
          .forEach(image -> picture(image, "Example of " + c.name() + ": " + dataset.id(image)));
      if (c.examples().isEmpty()) {
        html.raw("<p>No readable image.</p>");
      }
      html.raw("</div></li>\n");
    }
    html.raw("</ul></section>\n");
  }

  private void picture(int image, String description) {
    Thumbnails.Thumb thumb = thumbnails.get(image);
    if (thumb.uri().isEmpty()) {
      html.raw("<span class=\"missing\">cannot be read now</span>");
      return;
    }
    // As wide as its place, or narrower where that would make it higher than wide.
    double width = Math.min(100, 100.0 * thumb.width() / thumb.height());
    html.raw("<img src=\"" + thumb.uri() + "\" loading=\"lazy\" alt=\"")
        .text(description)
        .raw("\" title=\"")
        .text(dataset.id(image))
        .raw(
            String.format(
                Locale.ROOT,
                "\" style=\"width:%.1f%%;aspect-ratio:%d/%d\">",
                width,
                thumb.width(),
                thumb.height()));
  }

  private void tooSmall() {
    ImmutableList<ClassSummary> small = summary.tooSmallClasses();
    if (small.isEmpty()) {
      return;
    }
    html.raw("<section>")
        .element("h2 id=\"small\"", "Classes too small for %d folds".formatted(summary.folds()))
        .element(
            "p",
            "Stratified folds need as many readable images of each class as there are folds. "
                + Phrases.waysOut(summary));
    showing(ROWS_SHOWN, small.size(), "classes");
    html.raw("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">class</th>")
        .raw("<th scope=\"col\" class=\"number\">readable images</th></tr></thead><tbody>\n");
    for (ClassSummary c : small.subList(0, Math.min(small.size(), ROWS_SHOWN))) {
      html.raw("<tr>")
          .element("th scope=\"row\"", c.name())
          .element("td class=\"number\"", Phrases.number(c.readable()))
          .raw("</tr>\n");
    }
    html.raw("</tbody></table></div></section>\n");
  }

  private void unreadable() {
    ImmutableList<UnreadableImage> images = summary.unreadable();
    if (images.isEmpty()) {
      return;
    }
    html.raw("<section><h2 id=\"unreadable\">Unreadable images</h2>\n");
    showing(ROWS_SHOWN, images.size(), "images");
    html.raw("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">image</th>")
        .raw("<th scope=\"col\">reason</th></tr></thead><tbody>\n");
    for (UnreadableImage image : images.subList(0, Math.min(images.size(), ROWS_SHOWN))) {
      html.raw("<tr>")
          .element("th scope=\"row\"", image.id())
          .element("td", image.reason())
          .raw("</tr>\n");
    }
    html.raw("</tbody></table></div></section>\n");
  }

  private void groups(
      String anchor,
      String heading,
      String explanation,
      ImmutableList<ImageGroup> groups,
      int longestChain) {
    if (groups.isEmpty()) {
      return;
    }
    html.raw("<section><h2 id=\"" + anchor + "\">" + heading + "</h2>\n<p>" + explanation)
        .raw("</p>\n");
    showing(GROUPS_SHOWN, groups.size(), "groups, those across classes first");
    html.raw("<ul class=\"groups\">\n");
    groups.stream().limit(GROUPS_SHOWN).forEach(group -> group(group, longestChain));
    html.raw("</ul></section>\n");
  }

  private void group(ImageGroup group, int longestChain) {
    ImmutableIntArray images = group.images();
    html.raw(group.acrossClasses() ? "<li class=\"across\">" : "<li>")
        .element(
            "h3",
            group.acrossClasses()
                ? Phrases.count(images.length(), "image") + " in different classes"
                : Phrases.count(images.length(), "image") + " of " + group.classNames().get(0));
    if (images.length() > longestChain) {
      html.element("p", Phrases.CHAIN);
    }
    html.raw("<div class=\"pictures\">");
    int shown = Math.min(images.length(), IMAGES_OF_GROUP);
    for (int i = 0; i < shown; i++) {
      html.raw("<figure>");
      picture(images.get(i), group.ids().get(i));
      html.raw("<figcaption>");
      if (group.acrossClasses()) {
        html.element("strong", group.classNames().get(i));
      }
      html.text(group.ids().get(i)).raw("</figcaption></figure>\n");
    }
    html.raw("</div>");
    if (images.length() > shown) {
      html.raw("<p>and %s more</p>".formatted(Phrases.number(images.length() - shown)));
    }
    html.raw("</li>\n");
  }

  private void showing(int shown, int all, String what) {
    if (all > shown) {
      html.raw(
          "<p class=\"showing\">Showing %s of %s %s.</p>\n"
              .formatted(Phrases.number(shown), Phrases.number(all), what));
    }
  }
}
