//! Moments, in the formats in which they are sent.

use codegen::ir::TimestampFormat;
use serde_json::Value;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// The days of a week from the first of January 1970 on.
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// Microseconds since 1970 began, as JSON: a number of seconds, or text.
pub fn json(micros: i64, format: TimestampFormat) -> Value {
    match format {
        TimestampFormat::EpochSeconds if micros % 1_000_000 == 0 => (micros / 1_000_000).into(),
        TimestampFormat::EpochSeconds => (micros as f64 / 1e6).into(),
        TimestampFormat::DateTime | TimestampFormat::HttpDate => text(micros, format).into(),
    }
}

/// Microseconds since 1970 began, as text.
pub fn text(micros: i64, format: TimestampFormat) -> String {
    let (days, of_day) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
    let (year, month, day) = date(days);
    let seconds = of_day / 1_000_000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = match format!("{:06}", of_day % 1_000_000).trim_end_matches('0') {
        "" => String::new(),
        digits => format!(".{digits}"),
    };
    match format {
        TimestampFormat::EpochSeconds => json(micros, format).to_string(),
        TimestampFormat::DateTime => {
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
        }
        TimestampFormat::HttpDate => {
            let weekday = DAYS[days.rem_euclid(7) as usize];
            let month = MONTHS[month as usize - 1];
            format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
        }
    }
}

/// The year, the month and the day that many days after 1970 began.
fn date(days: i64) -> (i64, i64, i64) {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    // 400 years have the same number of days, wherever they start.
    let mut year = 1970 + days.div_euclid(146_097) * 400;
    let mut left = days.rem_euclid(146_097);
    while left >= 365 + i64::from(is_leap(year)) {
        left -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + i64::from(is_leap(year));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    (year, month as i64 + 1, left + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn epoch_seconds_have_a_fraction_if_need_be() {
        let json = |micros| super::json(micros, TimestampFormat::EpochSeconds);
        assert_eq!(json(-1_000_000), json!(-1));
        assert_eq!(json(1_500_000), json!(1.5));
        assert_eq!(json(1_234_567_890_123_456), json!(1_234_567_890.123_456));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let text = |micros| super::text(micros, TimestampFormat::DateTime);
        assert_eq!(text(0), "1970-01-01T00:00:00Z");
        assert_eq!(text(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(text(951_782_400_000_000), "2000-02-29T00:00:00Z");
        assert_eq!(text(-62_135_596_800_000_000), "0001-01-01T00:00:00Z");
        assert_eq!(text(253_402_300_799_500_000), "9999-12-31T23:59:59.5Z");
        let http = super::text(1_398_796_238_000_000, TimestampFormat::HttpDate);
        assert_eq!(http, "Tue, 29 Apr 2014 18:30:38 GMT");
    }
}
