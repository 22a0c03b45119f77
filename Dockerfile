# docker build -t proofer . && docker run --rm -v "$PWD:/pages" proofer lint .
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m pip install --no-cache-dir --prefix=/install .

FROM python:3.13-slim
COPY --from=build /install /usr/local
RUN useradd --create-home --uid 1000 proofer
USER proofer
ENV LANG=C.UTF-8
WORKDIR /pages
ENTRYPOINT ["proofer"]
CMD ["--help"]
