# docker build -t proofer . && docker run --rm -v "$PWD:/pages" proofer lint .
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /source
COPY . .
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && python -m pip install --no-cache-dir --require-hashes --only-binary :all: --prefix=/install -r requirements/runtime.txt \
 && python -m pip install --no-cache-dir --no-deps --no-build-isolation --prefix=/install .

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
COPY --from=build /install /usr/local
RUN useradd --create-home --uid 1000 proofer
USER proofer
ENV LANG=C.UTF-8
WORKDIR /pages
ENTRYPOINT ["proofer"]
CMD ["--help"]
