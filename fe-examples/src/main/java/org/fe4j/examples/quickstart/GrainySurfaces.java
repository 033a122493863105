package org.fe4j.examples.quickstart;

/** Surfaces whose structure is pieces: grains, pebbles, fragments, plates, holes; and ripples. */
final class GrainySurfaces {
  private GrainySurfaces() {}

  /** Returns grains of sand, packed; a unit is a grain. */
  static Surface sandstone(Draw draw) {
    Cells cells = new Cells(draw, draw.between(0.7, 1));
    Noise bend = new Noise(draw);
    Noise dirt = new Noise(draw);
    double contrast = draw.between(0.4, 0.9);
    double cement = draw.between(0.03, 0.16);
    double cementTone = draw.chance(0.7) ? draw.between(0, 0.3) : draw.between(0.7, 1);
    double dark = draw.between(0, 0.15);
    double roundness = draw.between(0.2, 0.9);
    double mottling = draw.between(0, 0.2);
    double squeeze = draw.between(1, 1.4);
    return (x, y, spot) -> {
      double patch = dirt.at(x * 0.15, y * 0.15);
      double zoom = 1 + 0.12 * dirt.at(x * 0.08 + 9, y * 0.08);
      double bentX = x * zoom + 0.25 * bend.at(x * 1.3, y * 1.3);
      double bentY = y * zoom * squeeze + 0.25 * bend.at(x * 1.3 + 50, y * 1.3);
      cells.locate(bentX, bentY);
      double tone = 0.5 + contrast * (cells.property(1) - 0.5);
      if (cells.property(2) < dark) {
        tone = 0.08;
      }
      double inside = Surface.step(cement * 0.5, cement * 0.5 + 0.12, cells.toEdge);
      double facet = (cells.property(4) - 0.5) * cells.offsetX;
      double dome = Surface.step(0, 0.45, cells.toEdge);
      spot.set(
          roundness * 0.5 * dome + 0.3 * facet,
          cementTone + (tone - cementTone) * inside + mottling * patch,
          cells.property(3) * inside);
    };
  }

  /** Returns rounded pebbles of several sizes in sand; a unit is a large pebble's radius. */
  static Surface conglomerate(Draw draw) {
    Ovals pebbles =
        new Ovals(
            draw,
            draw.between(0.9, 1.3),
            draw.between(0.18, 0.3),
            draw.below(400) + 500,
            draw.between(-0.06, 0.08),
            draw.between(0.2, 0.55));
    Noise sand = new Noise(draw);
    Noise inner = new Noise(draw);
    double matrixTone = draw.between(0.2, 0.8);
    double contrast = draw.between(0.5, 1);
    double lift = draw.between(0.3, 0.9);
    double coarse = draw.between(4, 9);
    return (x, y, spot) -> {
      double wobbleX = x + 0.06 * inner.at(x * 2.3, y * 2.3);
      double wobbleY = y + 0.06 * inner.at(x * 2.3 + 30, y * 2.3);
      double grit = sand.fractal(x * coarse, y * coarse, 2);
      Ovals.Oval pebble = pebbles.nearest(wobbleX, wobbleY);
      double distance = pebble == null ? 2 : pebble.distance(wobbleX, wobbleY);
      spot.set(0.05 * grit, matrixTone + 0.22 * grit, 0.5);
      if (pebble == null) {
        return;
      }
      if (distance < 1) {
        double dome = Math.sqrt(1 - distance * distance * distance * distance);
        double banding = pebble.property(3) < 0.3 ? 4 : 0.7;
        double along = x * pebble.cosine() + y * pebble.sine();
        double across = y * pebble.cosine() - x * pebble.sine();
        double texture = inner.fractal(along * 1.2, across * (1.2 + banding), 3);
        double rim = Surface.step(0.85, 1, distance);
        spot.set(
            lift * pebble.radius() * dome + 0.02 * texture,
            0.5 + contrast * (pebble.property(1) - 0.5) + 0.12 * texture - 0.2 * rim,
            pebble.property(2));
      } else {
        spot.tone -= 0.3 * Surface.step(1.3, 1, distance);
      }
    };
  }

  /** Returns angular fragments, each its own rock, with veins between; a unit is a fragment. */
  static Surface breccia(Draw draw) {
    Cells large = new Cells(draw, 1);
    Cells small = new Cells(draw, 1);
    Noise inner = new Noise(draw);
    double contrast = draw.between(0.4, 0.9);
    double vein = draw.between(0.05, 0.14);
    double veinTone = draw.chance(0.65) ? draw.between(0.8, 1.05) : draw.between(0, 0.25);
    double banding = draw.between(0.05, 0.3);
    double broken = draw.between(0.3, 0.8);
    double squeeze = draw.between(1, 1.7);
    return (x, y, spot) -> {
      large.locate(x + 0.04 * inner.at(x * 3, y * 3), y * squeeze);
      double width = vein * (0.4 + 1.6 * large.property(5) * large.property(6));
      double edge = large.toEdge - width;
      double tone = 0.5 + contrast * (large.property(1) - 0.5);
      double tint = large.property(2);
      double angle = large.property(3) * StrictMath.PI;
      if (large.property(4) < broken) {
        small.locate(x * 2.7, y * squeeze * 2.7);
        edge = Math.min(edge, small.toEdge / 2.7 - vein * 0.8 * small.property(5));
        tone += contrast * 0.4 * (small.property(1) - 0.5);
        angle += 0.6 * small.property(3);
      }
      double cosine = StrictMath.cos(angle);
      double sine = StrictMath.sin(angle);
      double texture = inner.fractal(1.2 * (x * cosine + y * sine), 6 * (y * cosine - x * sine), 3);
      double inside = Surface.step(0, 0.035, edge);
      double crystals = inner.fractal(x * 7 + 20, y * 7, 2);
      spot.set(
          0.12 * inside + 0.03 * texture + 0.03 * crystals,
          veinTone + 0.1 * crystals + (tone + banding * texture - veinTone) * inside,
          0.5 + (tint - 0.5) * inside);
    };
  }

  /** Returns dried mud, broken into plates that curl up at their edges; a unit is a plate. */
  static Surface mudCracks(Draw draw) {
    Cells plates = new Cells(draw, draw.between(0.6, 1));
    Cells pieces = new Cells(draw, 1);
    Noise bend = new Noise(draw);
    Noise dust = new Noise(draw);
    double width = draw.between(0.03, 0.085);
    double curl = draw.between(0.1, 0.5);
    double crackTone = draw.chance(0.85) ? draw.between(-0.2, 0.15) : draw.between(0.9, 1.1);
    double plateTone = crackTone > 0.5 ? draw.between(0.15, 0.4) : draw.between(0.55, 0.85);
    double difference = draw.between(0, 0.12);
    double second = draw.between(0, 0.6);
    double curve = draw.between(0.05, 0.2);
    double dirt = draw.between(0.03, 0.12);
    return (x, y, spot) -> {
      double bentX = x + curve * bend.fractal(x * 1.1, y * 1.1, 3);
      double bentY = y + curve * bend.fractal(x * 1.1 + 60, y * 1.1, 3);
      plates.locate(bentX, bentY);
      double uneven = 1 + 0.6 * bend.at(x * 0.7, y * 0.7 + 30);
      double crack = plates.toEdge - width * uneven;
      if (plates.property(1) < second) {
        pieces.locate(bentX * 2.1, bentY * 2.1);
        crack = Math.min(crack, pieces.toEdge / 2.1 - width * 0.45 * uneven);
      }
      double inside = Surface.step(-0.015, 0.025, crack);
      double rise = curl * Surface.step(0.28, 0, crack);
      double texture = dust.fractal(x * 3.5, y * 3.5, 4);
      spot.set(
          inside * (0.35 + rise) + 0.035 * texture,
          crackTone
              + (plateTone + difference * (plates.property(2) - 0.5) - crackTone) * inside
              + dirt * texture,
          0.5 * plates.property(3) * inside + 0.25);
    };
  }

  /** Returns lava with the holes of gas bubbles, some of them filled; a unit is a large hole. */
  static Surface vesicles(Draw draw) {
    Ovals holes =
        new Ovals(
            draw,
            draw.between(0.7, 1.1),
            draw.between(0.1, 0.2),
            draw.below(200) + 90,
            draw.between(0.15, 0.4),
            draw.between(0.1, 0.6));
    Noise rock = new Noise(draw);
    Noise wobble = new Noise(draw);
    double rockTone = draw.between(0.45, 0.75);
    double filled = draw.chance(0.3) ? draw.between(0.2, 0.6) : 0.03;
    double depth = draw.between(0.6, 1.4);
    double coarse = draw.between(3, 8);
    double specks = draw.between(0.05, 0.18);
    return (x, y, spot) -> {
      double wobbleX = x + 0.1 * wobble.fractal(x * 1.7, y * 1.7, 2);
      double wobbleY = y + 0.1 * wobble.fractal(x * 1.7 + 30, y * 1.7, 2);
      double grit = rock.fractal(x * coarse, y * coarse, 3);
      spot.set(0.04 * grit, rockTone + specks * grit, 0.5 + 0.3 * wobble.at(x * 0.3, y * 0.3));
      Ovals.Oval hole = holes.nearest(wobbleX, wobbleY);
      if (hole == null) {
        return;
      }
      double distance = hole.distance(wobbleX, wobbleY);
      double inside = Surface.step(1.06, 0.9, distance);
      if (hole.property(1) < filled) {
        spot.tone += (1.0 - spot.tone + 0.1 * grit) * inside;
      } else if (inside > 0) {
        double bowl = Math.sqrt(Math.max(0, 1.1 - distance * distance));
        spot.height -= depth * hole.radius() * bowl * inside;
        spot.tone += (0.05 - spot.tone + 0.04 * grit) * inside * (0.6 + 0.4 * bowl);
      }
    };
  }

  /** Returns the ripples of a current, forked here and there; a unit is a ripple. */
  static Surface ripples(Draw draw) {
    Noise bend = new Noise(draw);
    Noise sand = new Noise(draw);
    int forks = 2 + draw.below(5);
    double[] forkX = new double[forks];
    double[] forkY = new double[forks];
    for (int fork = 0; fork < forks; fork++) {
      forkX[fork] = draw.between(-6, 6);
      forkY[fork] = draw.between(-6, 6);
    }
    double winding = draw.between(0.2, 0.9);
    double asymmetry = draw.between(0.5, 0.85);
    double height = draw.between(0.3, 0.7);
    double trough = draw.between(-0.15, 0.3);
    double grains = draw.between(0.05, 0.15);
    double flat = draw.between(0, 0.35);
    return (x, y, spot) -> {
      double phase = y + winding * bend.fractal(x * 0.22, y * 0.16, 2);
      for (int fork = 0; fork < forks; fork++) {
        double turn = StrictMath.atan2(y - forkY[fork], x - forkX[fork]) / (2 * StrictMath.PI);
        phase += fork % 2 == 0 ? turn : -turn;
      }
      double fraction = phase - Math.floor(phase);
      double rise = fraction < asymmetry ? fraction / asymmetry : (1 - fraction) / (1 - asymmetry);
      double crest = rise * rise * (3 - 2 * rise);
      double local = height * (1 - flat * (0.5 + bend.at(x * 0.15, y * 0.15 + 70)));
      double texture = sand.fractal(x * 6, y * 6, 3);
      spot.set(
          local * crest + 0.025 * texture,
          0.5 + trough * (crest - 0.5) + grains * texture,
          0.5 + 0.25 * bend.at(x * 0.2 + 11, y * 0.2));
    };
  }
}
