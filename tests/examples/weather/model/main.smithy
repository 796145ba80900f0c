$version: "2.0"

namespace example.weather

use aws.api#service
use aws.protocols#restJson1

/// Forecasts for the cities that somebody measures.
@title("Weather")
@service(sdkId: "Weather")
@restJson1
@paginated(inputToken: "nextToken", outputToken: "nextToken", pageSize: "pageSize")
service Weather {
    version: "2026-11-01"
    resources: [City]
    errors: [Overloaded]
}

/// A place where the weather is measured.
resource City {
    identifiers: { cityId: CityId }
    properties: { name: String, coordinates: Coordinates }
    read: GetCity
    list: ListCities
    resources: [Forecast]
}

/// What the weather will be.
resource Forecast {
    identifiers: { cityId: CityId }
    read: GetForecast
    update: PutMeasurement
}
