$version: "2.0"

namespace example.weather

@pattern("^[a-z-]+$")
string CityId

structure Coordinates {
    @required
    latitude: Double

    @required
    longitude: Double
}

list Cities {
    member: CitySummary
}

@references([
    {
        resource: City
    }
])
structure CitySummary {
    @required
    cityId: CityId

    name: String
}

enum Sky {
    CLEAR = "clear"
    CLOUDED = "clouded"
    /// Bring an umbrella.
    RAIN = "rain"
}

@mixin
structure Explained {
    /// What went wrong, for people.
    message: String
}

/// Nobody measures anything in a city of that name.
@error("client")
@httpError(404)
structure NoSuchCity with [Explained] {
    cityId: CityId
}

/// Too many want to know the weather.
@error("server")
@httpError(503)
@retryable(throttling: true)
structure Overloaded with [Explained] {}
