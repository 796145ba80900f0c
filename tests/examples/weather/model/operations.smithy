$version: "2.0"

namespace example.weather

/// Tells where a city is.
@readonly
@http(method: "GET", uri: "/cities/{cityId}")
operation GetCity {
    input := for City {
        @required
        @httpLabel
        $cityId
    }

    output := for City {
        @required
        $name

        $coordinates
    }

    errors: [NoSuchCity]
}

/// Lists all cities, some at a time.
@readonly
@paginated(items: "cities")
@http(method: "GET", uri: "/cities")
operation ListCities {
    input := {
        @httpQuery("nextToken")
        nextToken: String

        @httpQuery("pageSize")
        pageSize: Integer
    }

    output := {
        nextToken: String

        @required
        cities: Cities
    }
}

/// Tells what the weather will be in a city.
@readonly
@http(method: "GET", uri: "/cities/{cityId}/forecast")
operation GetForecast {
    input := for Forecast {
        @required
        @httpLabel
        $cityId

        /// How many days from now.
        @httpQuery("days")
        days: Integer = 1
    }

    output := {
        sky: Sky

        /// From 0 to 1.
        chanceOfRain: Float
    }

    errors: [NoSuchCity]
}

/// Tells what was measured in a city.
@idempotent
@http(method: "PUT", uri: "/cities/{cityId}/measurements")
operation PutMeasurement {
    input := for Forecast {
        @required
        @httpLabel
        $cityId

        @required
        takenAt: Timestamp

        degrees: Double
    }

    errors: [NoSuchCity]
}
