//! The pictures: SVG without fonts, in the colour of the page's text, so that they can be read on light and on dark.

use crate::{series::Series, tables::duration};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// As wide as a phone.
const WIDTH: u32 = 380;

/// The height of a row, of a bar or of the legend.
const ROW: u32 = 20;

/// The colours of the designs, in every picture the same: as far from white as from black.
const COLOURS: [(&str, RGBColor); 9] = [
    ("threads", RGBColor(122, 122, 122)),
    ("callbacks", RGBColor(42, 127, 212)),
    ("task", RGBColor(15, 150, 170)),
    ("select loop", RGBColor(46, 150, 90)),
    ("round robin", RGBColor(209, 60, 80)),
    ("small", RGBColor(142, 91, 208)),
    ("full", RGBColor(190, 110, 20)),
    ("tokio", RGBColor(194, 65, 154)),
    ("asyncio", RGBColor(140, 130, 40)),
];

/// Costs against numbers, both on logarithmic scales.
pub(crate) fn growth(title: &str, x: &str, series: &[Series]) -> Result<String> {
    let points = || series.iter().flat_map(|one| &one.points);
    let most = points()
        .map(|point| point.number)
        .max()
        .unwrap_or(1)
        .max(10);
    let costs = points().map(|point| point.cost);
    let (low, high) = costs.fold((f64::MAX, 1.0_f64), |(low, high), cost| {
        (low.min(cost), high.max(cost))
    });
    let legend = ROW * (series.len() as u32).div_ceil(3) + 8;
    draw(title, 300 + legend, |root| {
        let (plot, below) = root.split_vertically(300);
        let mut chart = ChartBuilder::on(&plot)
            .caption(title, text())
            .x_label_area_size(42)
            .y_label_area_size(58)
            .margin_right(14)
            .build_cartesian_2d(
                (1.0..most as f64).log_scale(),
                (10_f64.powf(low.log10().floor())..10_f64.powf(high.log10().ceil())).log_scale(),
            )?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_desc(x)
            .label_style(text())
            .x_label_formatter(&|number| short(*number))
            .y_label_formatter(&|cost| duration(*cost).replace(".0 ", " "))
            .draw()?;
        for (place, one) in series.iter().enumerate() {
            let colour = colour(one.name);
            let line = || {
                one.points
                    .iter()
                    .map(|point| (point.number as f64, point.cost))
            };
            chart.draw_series(LineSeries::new(line(), colour.stroke_width(2)))?;
            chart.draw_series(line().map(|at| Circle::new(at, 3, colour.filled())))?;
            let (left, top) = (
                8 + (place as i32 % 3) * 124,
                4 + (place as i32 / 3) * ROW as i32,
            );
            below.draw(&Rectangle::new(
                [(left, top + 3), (left + 12, top + 13)],
                colour.filled(),
            ))?;
            below.draw(&Text::new(one.name, (left + 17, top + 2), text()))?;
        }
        Ok(())
    })
}

/// A bar for each.
pub(crate) fn bars(title: &str, bars: &[(&str, f64)], figure: fn(f64) -> String) -> Result<String> {
    let most = bars.iter().map(|(_, value)| *value).fold(1.0, f64::max);
    draw(title, 34 + ROW * bars.len() as u32, |root| {
        root.draw(&Text::new(title, (8, 6), text()))?;
        for (place, (name, value)) in bars.iter().enumerate() {
            let (top, left) = (30 + (place as u32 * ROW) as i32, 100);
            let end = left + (value / most * 185.0).max(1.0) as i32;
            let right = text().pos(Pos::new(HPos::Right, VPos::Top));
            root.draw(&Text::new(*name, (left - 8, top), right))?;
            root.draw(&Rectangle::new(
                [(left, top + 1), (end, top + 13)],
                colour(name).filled(),
            ))?;
            root.draw(&Text::new(figure(*value), (end + 6, top), text()))?;
        }
        Ok(())
    })
}

fn colour(of: &str) -> RGBColor {
    let found = COLOURS.iter().find(|(name, _)| *name == of);
    found.map_or(COLOURS[0].1, |(_, colour)| *colour)
}

/// What is black here is made the colour of the page's text.
fn text() -> TextStyle<'static> {
    ("sans-serif", 13).into_font().color(&BLACK)
}

/// `10k`, `1M`.
fn short(number: f64) -> String {
    match number {
        n if n >= 1e6 => format!("{}M", n / 1e6),
        n if n >= 1e3 => format!("{}k", n / 1e3),
        n => n.to_string(),
    }
}

fn draw(title: &str, height: u32, draw: impl FnOnce(&Area<'_>) -> Result) -> Result<String> {
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
    draw(&root)?;
    root.present()?;
    drop(root);
    let from = format!(r#"<svg width="{WIDTH}" height="{height}""#);
    let to = format!(
        r#"<svg class="chart" role="img" aria-label="{title}" style="min-width: 0; width: 100%; max-width: 35em""#
    );
    let svg = svg.replace("#000000", "currentColor").replace(&from, &to);
    Ok(svg
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect())
}
